import type { Client } from "pg";
import { scramVerifier } from "./scram.ts";

/**
 * A password as a statement may hold it: as a verifier, so that the password itself never stands in the server's
 * statement log. Only ASCII passwords can go this way: others would need SASLprep, which the server does when it
 * gets the password.
 */
export async function passwordLiteral(client: Client, password: string): Promise<string> {
  const { rows } = await client.query<{ password_encryption: string }>("SHOW password_encryption");
  const asVerifier = rows[0]?.password_encryption === "scram-sha-256" && isAscii(password);
  return client.escapeLiteral(asVerifier ? scramVerifier(password) : password);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
