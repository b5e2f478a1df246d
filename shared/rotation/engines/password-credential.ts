import * as z from "zod";
import type { PasswordCredential } from "../credential.ts";
import type { NextCredential, SecretFields } from "../engine.ts";
import { InvalidSecretError } from "../errors.ts";
import { hostField, portField, readFields, requiredText } from "../fields.ts";

const schema = z.looseObject({
  engine: requiredText,
  host: hostField,
  username: requiredText,
  password: requiredText,
  port: portField.optional(),
  dbname: z.string("must be text").nullish(),
  ssl: z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "must be true or false")
    .optional(),
  sslrootcert: z
    .string("must be text")
    .startsWith("-----BEGIN CERTIFICATE-----", "must be the certificate itself in PEM, not a path")
    .optional(),
});

/** What an engine fills in where a secret says nothing, and what it cannot store. */
export interface PasswordEngineLimits {
  defaultPort: number;
  defaultDatabase: string;
  /** In bytes. */
  maximumUsernameBytes: number;
}

/**
 * Reads the fields of AWS's database secrets: engine, host, username, password, port, dbname, ssl; and
 * `sslrootcert`, PEM text. TLS is on unless the secret says `"ssl": false`.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parsePasswordCredential(
  fields: SecretFields,
  limits: PasswordEngineLimits,
): PasswordCredential {
  const { engine, host, username, password, port, dbname, ssl, sslrootcert } = readFields(
    schema,
    fields,
    "The secret",
  );
  if (Buffer.byteLength(username) > limits.maximumUsernameBytes) {
    throw new InvalidSecretError(
      "username",
      `"username" is longer than the ${limits.maximumUsernameBytes} bytes that the engine stores. Correct it in the secret.`,
    );
  }
  return {
    engine,
    host,
    port: port ?? limits.defaultPort,
    system: `${host}:${port ?? limits.defaultPort}`,
    username,
    password,
    // AWS's secrets may have it empty.
    dbname: dbname || limits.defaultDatabase,
    tls: ssl !== false,
    sslrootcert,
  };
}

/** The next version's fields of a secret with username and password: a new password, and the rest as it is. */
export async function nextPassword(
  fields: SecretFields,
  username: string,
  { newPassword }: NextCredential,
): Promise<SecretFields> {
  return { ...fields, username, password: await newPassword() };
}
