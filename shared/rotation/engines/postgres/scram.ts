import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/**
 * The verifier that PostgreSQL stores for a SCRAM-SHA-256 password: what libpq's PQencryptPasswordConn makes.
 * Sources: RFC 5802 section 3, RFC 7677, and the format in PostgreSQL's documentation of pg_authid.rolpassword.
 *
 * @param password one that SASLprep leaves as it is
 * @param salt 16 random bytes, as PostgreSQL takes
 * @param iterations PostgreSQL's default of scram_iterations
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4_096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
