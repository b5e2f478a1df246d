import * as z from "zod";
import type { Credential } from "./credential.ts";
import { type Engine, type SecretFields, type Strategy, strategies } from "./engine.ts";
import type { EngineRegistry } from "./engines/registry.ts";
import { InvalidSecretError, UnsupportedEngineError, UnsupportedStrategyError } from "./errors.ts";
import { readFields, requiredText } from "./fields.ts";
import { type PasswordPolicyOverrides, passwordPolicyOverridesSchema } from "./password.ts";

/** Secrets Manager's limit for a secret value, in bytes. */
export const maximumSecretBytes = 65_536;

/** What looks like an engine's name is repeated in a message; a password that slipped into the field is not. */
const engineName = /^[a-z][a-z0-9-]{1,30}$/;

/** The fields that mean the same whatever the engine; the engine reads the rest. */
const commonSchema = z.looseObject({
  engine: requiredText,
  strategy: z.enum(strategies, `must be one of ${strategies.join(", ")}`).optional(),
  masterarn: z.string("must be text").min(1, "must not be empty").optional(),
  passwordPolicy: passwordPolicyOverridesSchema.optional(),
});

/** A secret version's value, understood. */
export interface ParsedSecret {
  engine: Engine;
  credential: Credential;
  /** Absent where the secret leaves it to its tags or the engine. */
  strategy: Strategy | undefined;
  /** ARN or name of the secret of a superuser, as AWS's secrets name it. */
  masterarn: string | undefined;
  passwordPolicy: PasswordPolicyOverrides;
  /** Every field as it came, to be copied. */
  fields: SecretFields;
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
  const fields = withEngine(fieldsOf(value, label));
  const {
    engine: name,
    strategy,
    masterarn,
    passwordPolicy,
  } = readFields(commonSchema, fields, `The ${label} version`);
  const engine = await engines.load(name);
  if (!engine) {
    throw new UnsupportedEngineError(
      "engine",
      `The ${label} version names an engine${engineName.test(name) ? ` "${name}"` : ""}, which Rekey does not know. It knows: ${engines.names().join(", ")}.`,
    );
  }
  if (strategy && !engine.strategies.includes(strategy)) {
    throw new UnsupportedStrategyError(
      "strategy",
      `The ${label} version asks for the strategy "${strategy}", which "${name}" does not have. It has: ${engine.strategies.join(", ")}.`,
    );
  }
  const credential = credentialOf(engine, fields, `The ${label} version`);
  return { engine, credential, strategy, masterarn, passwordPolicy: passwordPolicy ?? {}, fields };
}

/**
 * Lets an engine read fields. It does not know whose they are: its errors are told on with that.
 *
 * @param whose the version or the secret, for the message
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function credentialOf(engine: Engine, fields: SecretFields, whose: string): Credential {
  try {
    return engine.parse(fields);
  } catch (error) {
    if (error instanceof InvalidSecretError)
      error.message = error.message.replace(/^The secret\b/, () => whose);
    throw error;
  }
}

/** AWS's secrets for ElastiCache and for Active Directory name no engine; nothing else has their fields. */
function withEngine(fields: SecretFields): SecretFields {
  if (fields.engine !== undefined) return fields;
  if (fields.user_arn !== undefined) return { ...fields, engine: "elasticache" };
  const isForDomain = Object.keys(fields).some((name) => name.startsWith("awsSeamlessDomain"));
  return isForDomain ? { ...fields, engine: "active-directory" } : fields;
}

/**
 * The JSON object in a secret's value.
 *
 * @throws InvalidSecretError if it is binary, too long, or no JSON object
 */
export function fieldsOf(value: string | undefined, label: string): SecretFields {
  if (value === undefined) {
    throw new InvalidSecretError(
      "SecretString",
      `The ${label} version is binary. Store the credentials as a JSON object in SecretString.`,
    );
  }
  if (Buffer.byteLength(value) > maximumSecretBytes) {
    throw new InvalidSecretError(
      "SecretString",
      `The ${label} version is over ${maximumSecretBytes} bytes, more than Secrets Manager stores. Make it smaller.`,
    );
  }
  return readFields(
    z.record(z.string(), z.unknown(), "must be a JSON object"),
    parseJson(value, label),
    `The ${label} version`,
  );
}

function parseJson(value: string, label: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // The parser's own message quotes the text, and the text is the secret.
    throw new InvalidSecretError(
      "SecretString",
      `The ${label} version is not JSON. Store the credentials as a JSON object with the fields that the engine needs.`,
    );
  }
}
