import type { RunningRedis } from "../../../local/redis/index.ts";
import { redis } from "../../../shared/rotation/engines/redis/engine.ts";
import type { Engine, SecretFields } from "../../../shared/rotation/index.ts";

/** How long the tests let a method take, in milliseconds. */
export const patient = 15_000;

export type RedisCredential = ReturnType<typeof redis.parse>;

/** The engine with its parts that are optional for engines in general. */
export const { overlap, singleUser } = whole(redis);

function whole({ overlap, singleUser }: Engine<RedisCredential>) {
  if (!overlap || !singleUser?.settle) throw new Error("The engine lacks a strategy.");
  return { overlap, singleUser: { set: singleUser.set, settle: singleUser.settle } };
}

/** A secret's credential for a server that was started here. */
export function credentialOf(server: RunningRedis, fields: SecretFields = {}): RedisCredential {
  return redis.parse({
    engine: "redis",
    host: server.host,
    port: server.port,
    username: "app",
    sslrootcert: server.certificate.caPem,
    ...fields,
  });
}

/** The superuser's credential, as the secret of "masterarn" would have it. */
export function superuserOf(server: RunningRedis, fields: SecretFields = {}): RedisCredential {
  return credentialOf(server, { ...server.superuser, ...fields });
}

/** Whether a server takes a password at this moment. */
export async function takes(server: RunningRedis, fields: SecretFields): Promise<boolean> {
  const { name } = await redis.logIn(credentialOf(server, fields), patient).then(
    () => ({ name: "" }),
    (error: Error) => error,
  );
  if (name !== "" && name !== "AuthenticationError") throw new Error(`The login failed by ${name}.`);
  return name === "";
}

/** Makes `app` take these passwords and no others, over a restart too. */
export async function resetApp(server: RunningRedis, ...passwords: string[]): Promise<void> {
  await server.command("ACL", "SETUSER", "app", "resetpass", ...passwords.map((one) => `>${one}`));
  await server.command("CONFIG", "REWRITE");
}

/** All users with rights and passwords, in memory and in the files. */
export async function everything(server: RunningRedis): Promise<string> {
  return `${String(await server.command("ACL", "LIST"))}\n${await server.files()}`;
}
