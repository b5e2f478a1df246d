import type { Client } from "pg";
import { md5Verifier } from "./md5.ts";
import { scramVerifier } from "./scram.ts";

/** Whose password a statement sets. */
interface Login {
  username: string;
  password: string;
}

/**
 * A password as a statement may hold it: as a verifier, so that the password itself never stands in the server's
 * statement log. It is of the kind that the server is set to make itself: who has left it at MD5 may have applications
 * whose drivers know nothing else.
 */
export async function passwordLiteral(client: Client, login: Login): Promise<string> {
  const { rows } = await client.query<{ password_encryption: string }>("SHOW password_encryption");
  return client.escapeLiteral(storedForm(rows[0]?.password_encryption, login) ?? login.password);
}

/**
 * What a server stores of a password; undefined where only the server itself knows.
 *
 * @param encryption the server's setting password_encryption
 */
export function storedForm(
  encryption: string | undefined,
  { username, password }: Login,
): string | undefined {
  if (encryption === "md5") return md5Verifier(username, password);
  return encryption === "scram-sha-256" && isPrepared(password) ? scramVerifier(password) : undefined;
}

/**
 * Whether SASLprep (RFC 4013), which SCRAM wants, leaves a password as it is: so it does with ASCII and with Latin
 * letters. Others are prepared by the server, from the password itself.
 */
function isPrepared(password: string): boolean {
  return /^[\x20-\x7e\u00c0-\u017f]*$/.test(password) && password === password.normalize("NFKC");
}
