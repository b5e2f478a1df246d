import type { PasswordCredential } from "../../credential.ts";
import { connected } from "./connection.ts";

/** Logs in, reads something trivial and leaves. */
export function logIn(credential: PasswordCredential, timeoutMs: number): Promise<void> {
  return connected(credential, timeoutMs, async (session) => {
    await session.run({ text: "SELECT sysdate FROM dual" });
  });
}
