import { createHash } from "node:crypto";

/**
 * What PostgreSQL and Amazon Redshift store of an MD5 password, which either takes in a statement instead of the
 * password. Sources: PostgreSQL's documentation of pg_authid.rolpassword, Redshift's of CREATE USER.
 *
 * @param username as the server keeps it
 */
export function md5Verifier(username: string, password: string): string {
  return `md5${createHash("md5").update(`${password}${username}`).digest("hex")}`;
}
