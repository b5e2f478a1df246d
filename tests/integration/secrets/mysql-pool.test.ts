import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import mysql from "mysql2";
import { createConnection, createPool } from "mysql2/promise";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { type RunningServer, startMariadb } from "../../../local/mysql/index.ts";
import { makeClient } from "../../../shared/aws/index.ts";
import { mysqlPool, secretsCache } from "../../../shared/secrets/index.ts";
import { freshPassword } from "../rotation/database.ts";
import { createMariadbUser, mariadbSecretOf } from "../rotation/mariadb-users.ts";
import { putCurrent, storeSecret } from "../rotation/secrets.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await startMariadb();
});
afterAll(() => server?.stop());

/** A user with a secret, a cache, and what rotates the user behind the cache's back. */
async function aUser() {
  const user = await createMariadbUser(server);
  const secretId = await storeSecret(mariadbSecretOf(server, user));
  const { endpoint } = inject("integration");
  const secrets = secretsCache({ client: makeClient(SecretsManagerClient, clientSettings(endpoint)) });
  const rotate = async () => {
    const { host, port, caPem, superuser } = server;
    const next = { ...user, password: freshPassword() };
    const admin = await createConnection({
      host,
      port,
      user: superuser.username,
      password: superuser.password,
      ssl: { ca: caPem },
    });
    await admin.query("ALTER USER ?@'%' IDENTIFIED BY ?", [next.username, next.password]);
    await admin.end();
    await putCurrent(secretId, mariadbSecretOf(server, next));
  };
  return { user, secrets, secretId, rotate };
}

test("a pool opens new connections with the secret's new password, and keeps those that are open", async () => {
  const { user, secrets, secretId, rotate } = await aUser();
  const { host, port, caPem } = server;
  const pool = createPool({ host, port, ssl: { ca: caPem }, connectionLimit: 2 });
  const db = mysqlPool(pool, secrets, secretId);
  const who = async () => {
    const connection = await (await db()).getConnection();
    const [rows] = await connection.query("SELECT current_user() AS name");
    return { connection, rows };
  };
  const first = await who();
  expect(first.rows).toEqual([{ name: `${user.username}@%` }]);
  await rotate();

  await expect((await db()).query("SELECT 1")).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
  const second = await secrets.using(secretId, who);
  expect(second.rows).toEqual(first.rows);
  expect((await first.connection.query("SELECT 1 AS one"))[0]).toEqual([{ one: 1 }]);
  await pool.end();
});

test("it does so for a pool with callbacks as well, and refuses what is no pool", async () => {
  const { secrets, secretId } = await aUser();
  const { host, port, caPem } = server;
  const pool = mysql.createPool({ host, port, ssl: { ca: caPem } });
  const ready = await mysqlPool(pool, secrets, secretId)();
  expect(ready).toBe(pool);
  await ready.promise().query("SELECT 1");
  await pool.promise().end();
  expect(() => mysqlPool({ query: () => {} }, secrets, secretId)).toThrow(TypeError);
});
