import * as z from "zod";
import type { Credential } from "./credential.ts";
import type { Engine } from "./engine.ts";
import type { EngineRegistry } from "./engines/registry.ts";
import { InvalidSecretError, UnsupportedEngineError, UnsupportedStrategyError } from "./errors.ts";
import { type PasswordPolicyOverrides, passwordPolicyOverridesSchema } from "./password.ts";

/** Secrets Manager's limit for a secret value, in bytes. */
const maximumBytes = 65_536;

const required = (field: string) => z.string(`must be text`).min(1, `must not be empty`).describe(field);

/**
 * The JSON of AWS's database secrets, with two optional fields of Rekey's own: `sslrootcert`, PEM text, and
 * `passwordPolicy`. Fields not named here are kept as they are.
 */
const secretSchema = z.looseObject({
  engine: required("engine"),
  host: required("host"),
  username: required("username"),
  password: required("password"),
  port: z.coerce.number("must be a number").int().min(1).max(65_535).optional(),
  dbname: z.string("must be text").min(1).optional(),
  ssl: z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "must be true or false")
    .optional(),
  masterarn: z.string("must be text").optional(),
  sslrootcert: z
    .string("must be text")
    .startsWith("-----BEGIN CERTIFICATE-----", "must be the certificate itself in PEM, not a path")
    .optional(),
  passwordPolicy: passwordPolicyOverridesSchema.optional(),
});

/** A secret version's value, understood. */
export interface ParsedSecret {
  engine: Engine;
  credential: Credential;
  passwordPolicy: PasswordPolicyOverrides;
  /** Every field as it came, to be copied. */
  fields: Record<string, unknown>;
}

/**
 * Reads a secret version's value.
 *
 * @param value its SecretString; undefined for a binary secret
 * @param label the staging label, for the message
 * @throws InvalidSecretError naming the field that is missing or wrong
 * @throws UnsupportedEngineError, UnsupportedStrategyError
 */
export async function parseSecret(
  value: string | undefined,
  label: string,
  engines: EngineRegistry,
): Promise<ParsedSecret> {
  if (value === undefined) {
    throw new InvalidSecretError(
      "SecretString",
      `The ${label} version is binary. Store the credentials as a JSON object in SecretString.`,
    );
  }
  if (Buffer.byteLength(value) > maximumBytes) {
    throw new InvalidSecretError(
      "SecretString",
      `The ${label} version is over ${maximumBytes} bytes, more than Secrets Manager stores. Make it smaller.`,
    );
  }
  const parsed = secretSchema.safeParse(parseJson(value, label));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".") || "SecretString";
    const problem =
      issue?.code === "invalid_type" && issue.input === undefined
        ? "is missing"
        : (issue?.message ?? "is wrong");
    throw new InvalidSecretError(
      field,
      `The ${label} version cannot be rotated: "${field}" ${problem}. Store a corrected value and rotate again.`,
    );
  }
  const secret = parsed.data;
  const engine = await engines.load(secret.engine);
  if (!engine) {
    throw new UnsupportedEngineError(
      "engine",
      `The ${label} version names the engine "${secret.engine}", which Rekey does not know. It knows: ${engines.names().join(", ")}.`,
    );
  }
  if (secret.masterarn !== undefined) {
    throw new UnsupportedStrategyError(
      "masterarn",
      `The ${label} version has "masterarn": it asks for alternating users, which this version of Rekey does not offer. Take masterarn out to rotate the user's own password.`,
    );
  }
  return {
    engine,
    credential: {
      engine: secret.engine,
      host: secret.host,
      port: secret.port ?? engine.defaultPort,
      username: secret.username,
      password: secret.password,
      dbname: secret.dbname ?? engine.defaultDatabase,
      tls: secret.ssl !== false,
      sslrootcert: secret.sslrootcert,
    },
    passwordPolicy: secret.passwordPolicy ?? {},
    fields: secret,
  };
}

function parseJson(value: string, label: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // The parser's own message quotes the text, and the text is the secret.
    throw new InvalidSecretError(
      "SecretString",
      `The ${label} version is not JSON. Store the credentials as a JSON object with engine, host, username and password.`,
    );
  }
}
