import { randomBytes } from "node:crypto";
import { createClient } from "@redis/client";
import type { RunningRedis } from "../../../local/redis/start.ts";
import type { SecretFields } from "../../../shared/rotation/index.ts";
import { type DatabaseUser, freshPassword } from "./database.ts";

/** Creates a user that may do everything, as one must that changes its own password, under a name used nowhere else. */
export async function createRedisUser(server: RunningRedis): Promise<DatabaseUser> {
  const user = { username: `user_${randomBytes(6).toString("hex")}`, password: freshPassword() };
  await server.command("ACL", "SETUSER", user.username, "on", `>${user.password}`, "~*", "&*", "+@all");
  await server.command("CONFIG", "REWRITE");
  return user;
}

/** The value of a user's secret. */
export function redisSecretOf(server: RunningRedis, user: DatabaseUser): Record<string, unknown> {
  const { host, port, certificate } = server;
  return { engine: "redis", host, port, ...user, sslrootcert: certificate.caPem };
}

/** Whether the server takes the password in a version's fields; any other failure than a refusal is thrown. */
export async function redisLogsIn(
  server: RunningRedis,
  fields: SecretFields | DatabaseUser,
): Promise<boolean> {
  const { username, password } = fields;
  const client = createClient({
    username: String(username),
    password: String(password),
    socket: {
      tls: true,
      ca: server.certificate.caPem,
      host: server.host,
      port: server.port,
      reconnectStrategy: false,
    },
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof Error && /^WRONGPASS/.test(error.message)) return false;
    throw error;
  } finally {
    client.destroy();
  }
}
