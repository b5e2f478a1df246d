import * as z from "zod";
import type { Credential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { InvalidSecretError, PasswordRejectedError } from "../../errors.ts";
import { hostField, readFields, requiredText } from "../../fields.ts";
import { parseRedisCredential, type RedisCredential } from "../redis/credential.ts";

/** A user of ElastiCache, with one of its passwords. */
export interface ElastiCacheCredential extends Credential {
  userId: string;
  region: string;
  /** Absent before the first rotation, where nobody has given the user one that is known. */
  password: string | undefined;
  /** Where the password is tried; absent where the secret names no host. */
  server: RedisCredential | undefined;
}

/** Source: "Resource types defined by Amazon ElastiCache" and ModifyUser's pattern of UserId. */
const userArn = /^arn:[\w-]+:elasticache:([a-z0-9-]+):\d{12}:user:([a-zA-Z][a-zA-Z0-9-]*)$/;

const schema = z.looseObject({
  engine: requiredText.optional(),
  user_arn: requiredText.regex(userArn, "must be the ARN of an ElastiCache user"),
  username: requiredText,
  password: requiredText.optional(),
  host: hostField.optional(),
});

/**
 * Reads the fields of AWS's ElastiCache secrets: `user_arn`, `username` and, after the first rotation, `password`.
 * Where there is a `host`, also those that a login there needs: `port`, `ssl`, `sslrootcert`.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseElastiCacheCredential(fields: SecretFields): ElastiCacheCredential {
  const {
    engine = "elasticache",
    user_arn,
    username,
    password,
    host,
  } = readFields(schema, fields, "The secret");
  const [, region = "", userId = ""] = userArn.exec(user_arn) ?? [];
  const server =
    host === undefined || password === undefined ? undefined : parseRedisCredential({ ...fields, engine });
  return { engine, username, system: user_arn, userId, region, password, server };
}

/** ElastiCache: "Passwords length must be between 16-128 characters". */
export const passwordLength = { minimum: 16, maximum: 128 };

/**
 * The password of a version that is to be set.
 *
 * @throws PasswordRejectedError if ElastiCache would not take it
 * @throws InvalidSecretError if there is none
 */
export function settablePassword({ password }: Pick<ElastiCacheCredential, "password">): string {
  if (password === undefined) {
    throw new InvalidSecretError(
      "password",
      `The secret cannot be set: "password" is missing. Store a corrected value and rotate again.`,
    );
  }
  const { minimum, maximum } = passwordLength;
  if (password.length >= minimum && password.length <= maximum) return password;
  throw new PasswordRejectedError(
    "password-policy",
    `ElastiCache takes passwords of ${minimum} to ${maximum} characters, and this one has ${password.length}. Set "length" of "passwordPolicy" in the secret to what it takes.`,
  );
}
