import * as z from "zod";
import type { Credential } from "./credential.ts";
import type { Engine } from "./engine.ts";
import type { EngineRegistry } from "./engines/registry.ts";
import { InvalidSecretError, UnsupportedEngineError, UnsupportedStrategyError } from "./errors.ts";
import { type PasswordPolicyOverrides, passwordPolicyOverridesSchema } from "./password.ts";

/** Secrets Manager's limit for a secret value, in bytes. */
const maximumBytes = 65_536;

/** Zod's issues do not keep what stood in a field, so that whether anything did is told here. */
const missingOr = (problem: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? "is missing" : problem),
});

const required = z.string(missingOr("must be text")).min(1, "must not be empty");

const portProblem = "must be a number from 1 to 65535";
const port = z.preprocess(
  (value) => (typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value),
  z.int(portProblem).min(1, portProblem).max(65_535, portProblem),
);

/**
 * The JSON of AWS's database secrets, with two optional fields of Rekey's own: `sslrootcert`, PEM text, and
 * `passwordPolicy`. Fields not named here are kept as they are.
 */
const secretSchema = z.looseObject(
  {
    engine: required,
    // A URL may hold a password, and errors name the host.
    host: required.regex(/^[^\s/@]+$/, "must be a host name or an address, not a URL"),
    username: required,
    password: required,
    port: port.optional(),
    dbname: z.string("must be text").min(1, "must not be empty").optional(),
    ssl: z
      .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "must be true or false")
      .optional(),
    masterarn: z.string("must be text").optional(),
    sslrootcert: z
      .string("must be text")
      .startsWith("-----BEGIN CERTIFICATE-----", "must be the certificate itself in PEM, not a path")
      .optional(),
    passwordPolicy: passwordPolicyOverridesSchema.optional(),
  },
  "must be a JSON object",
);

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
  const json = parseJson(value, label);
  const parsed = secretSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".") || "SecretString";
    const problem = issue?.message ?? "is wrong";
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
    // Not what the schema made of it: the port that came as text stays text.
    fields: json as Record<string, unknown>,
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
