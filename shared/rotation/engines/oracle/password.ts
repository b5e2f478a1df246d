import { randomBytes } from "node:crypto";
import type { NextCredential, SecretFields } from "../../engine.ts";

/** Before Oracle 23ai a password has at most 30 bytes, and none has a double quote; AWS's rotation template keeps to it. */
const rules = { maximumLength: 30, alsoExclude: '"' };

/** The next version's fields: a new password that Oracle can store, and the rest as it is. */
export async function nextOraclePassword(
  fields: SecretFields,
  username: string,
  { newPassword }: NextCredential,
): Promise<SecretFields> {
  return { ...fields, username, password: await newPassword(rules) };
}

/** A password that nobody knows, for a user that is not ready yet. It passes Oracle's functions that verify passwords. */
export function unknownPassword(): string {
  return `${randomBytes(16).toString("base64url")}aA1_bB2#`;
}
