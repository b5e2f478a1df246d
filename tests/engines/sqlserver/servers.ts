import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { sqlserver } from "../../../shared/rotation/engines/sqlserver/engine.ts";
import type { RunningSqlServer } from "./server/start.ts";

/** How long a method may take in these tests, in milliseconds. */
export const budgetMs = 10_000;

/** The credential that a secret for the server would be understood as. */
export function credentialFor(
  server: Pick<RunningSqlServer, "host" | "port" | "caPem">,
  fields: { username: string; password: string } & Record<string, unknown>,
): PasswordCredential {
  return sqlserver.parse({
    engine: "sqlserver",
    host: server.host,
    port: server.port,
    ...(server.caPem ? { sslrootcert: server.caPem } : { ssl: false }),
    ...fields,
  });
}

/** The server's superuser. */
export function superuserOf(
  server: RunningSqlServer,
  fields: Record<string, unknown> = {},
): PasswordCredential {
  return credentialFor(server, { ...server.superuser, ...fields });
}
