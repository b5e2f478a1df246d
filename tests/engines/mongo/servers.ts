import type { MongoCredential } from "../../../shared/rotation/engines/mongo/credential.ts";
import { mongo } from "../../../shared/rotation/engines/mongo/engine.ts";
import type { RunningMongo } from "./server/start.ts";

/** How long a method may take in these tests, in milliseconds. */
export const budgetMs = 10_000;

/** The credential that a secret for the server would be understood as. */
export function credentialFor(
  server: Pick<RunningMongo, "host" | "port" | "caPem">,
  fields: { username: string; password: string } & Record<string, unknown>,
): MongoCredential {
  return mongo.parse({
    engine: "mongo",
    host: server.host,
    port: server.port,
    ...(server.caPem ? { sslrootcert: server.caPem } : { ssl: false }),
    ...fields,
  });
}

/** The server's superuser. */
export function superuserOf(server: RunningMongo, fields: Record<string, unknown> = {}): MongoCredential {
  return credentialFor(server, { ...server.superuser, ...fields });
}
