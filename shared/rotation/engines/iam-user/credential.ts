import * as z from "zod";
import type { Credential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { readFields, requiredText } from "../../fields.ts";

const schema = z.looseObject({
  engine: requiredText,
  // IAM's rules: CreateUser and AccessKey in IAM's API reference.
  username: requiredText.regex(/^[\w+=,.@-]{1,64}$/, "must be the user's name, without its path"),
  accessKeyId: requiredText.regex(/^\w{16,128}$/, "must be an access key's id"),
  secretAccessKey: requiredText,
  region: requiredText
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, "must be an AWS Region, such as eu-central-1")
    .optional(),
  createDate: z.iso.datetime("must be a time in UTC, such as 2030-01-31T12:00:00Z").optional(),
});

/** An access key of an IAM user. */
export interface IamUserCredential extends Credential {
  accessKeyId: string;
  secretAccessKey: string;
  /** The Region whose endpoints are asked; undefined for the function's own. */
  region: string | undefined;
  /** When the key was made, in milliseconds since 1970; undefined for a key that was made by hand. */
  createdAt: number | undefined;
}

/**
 * Reads a secret of the engine `iam-user`: username, accessKeyId, secretAccessKey, and optionally region and
 * createDate, which rotations write.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseIamUserCredential(fields: SecretFields): IamUserCredential {
  const secret = readFields(schema, fields, "The secret");
  const { engine, username, accessKeyId, secretAccessKey, region, createDate } = secret;
  const createdAt = createDate === undefined ? undefined : Date.parse(createDate);
  return { engine, username, system: "IAM", accessKeyId, secretAccessKey, region, createdAt };
}
