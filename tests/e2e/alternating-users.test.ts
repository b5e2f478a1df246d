import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { type DatabaseSecret, logsIn } from "../../local/demo/database.ts";
import { currentSecret, registerSecret, rotateOnSchedule } from "../../local/demo/secret.ts";
import { asSuperuser, asUser, putUnderRotation, secretsManager, stack, tag } from "./deployed.ts";

it("two rotations of alternating users: AWSCURRENT logs in at every moment, and both users may do the same", async () => {
  const { name, base, schema } = await applicationUnderRotation();
  const application = keepLoggingIn(name);
  const seen = [base];
  const rotate = async () => {
    await rotateOnSchedule(secretsManager, name, stack.outputs.RotateFunctionArn);
    seen.push(await currentSecret(secretsManager, name));
  };

  await rotate();
  const [, clone = base] = seen;
  await asSuperuser(`CREATE TABLE ledger_${schema} (id int); GRANT SELECT ON ledger_${schema} TO ${schema}`);
  await rotate();
  const [, , again = base] = seen;
  const { logins, refused } = await application.stop();

  expect(seen.map(({ username }) => username)).toEqual([
    base.username,
    `${base.username}_clone`,
    base.username,
  ]);
  // AWSPREVIOUS works until the next rotation; what was before it does not.
  expect(await Promise.all(seen.map(logsIn))).toEqual([false, true, true]);
  expect(refused).toBe(0);
  expect(logins).toBeGreaterThanOrEqual(20);

  for (const user of [clone, again]) {
    const others = user === clone ? again : clone;
    expect(await asUser(user, `SELECT count(*)::int AS n FROM ledger_${schema}`)).toEqual([{ n: 0 }]);
    await asUser(
      user,
      `INSERT INTO ${schema}.orders VALUES (1); CREATE TABLE ${schema}.of_${user.username} ()`,
    );
    await asUser(others, `DELETE FROM ${schema}.orders; DROP TABLE ${schema}.of_${user.username}`);
  }
});

/**
 * A user with a schema and a table of its own, and its secret under rotation by a superuser as Amazon RDS has it,
 * which made the user and is none of PostgreSQL's superusers.
 */
async function applicationUnderRotation() {
  const unique = randomUUID().slice(0, 8);
  const { host, port, caPem, database } = stack.postgres;
  const secretOf = (username: string): DatabaseSecret => ({
    ...{ engine: "postgres", host, port, dbname: database, sslrootcert: caPem },
    username,
    password: randomBytes(18).toString("base64url"),
  });
  const [master, base] = [secretOf(`master_${unique}`), secretOf(`app_${unique}`)];
  await asSuperuser(`CREATE ROLE ${master.username} LOGIN CREATEROLE PASSWORD '${master.password}'`);
  await asUser(master, `CREATE ROLE ${base.username} LOGIN PASSWORD '${base.password}'`);
  await asSuperuser(`CREATE SCHEMA ${base.username} AUTHORIZATION ${base.username}`);
  await asUser(base, `CREATE TABLE ${base.username}.orders (id int)`);
  const masterarn = `e2e/${master.username}`;
  await registerSecret(secretsManager, masterarn, master, stack.outputs.SecretsKeyAlias);
  await tag(masterarn, { "rekey:superuser": "true" });
  const name = `e2e/${unique}`;
  await putUnderRotation(name, { ...base, masterarn });
  return { name, base, schema: base.username };
}

/** An application that reads the secret and logs in, again and again until it is stopped, and some times at least. */
function keepLoggingIn(name: string) {
  const seen = { logins: 0, refused: 0 };
  let running = true;
  const loop = (async () => {
    while (running || seen.logins + seen.refused < 20) {
      if (await logsIn(await currentSecret(secretsManager, name))) seen.logins += 1;
      else seen.refused += 1;
      await pause(20);
    }
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
      return seen;
    },
  };
}
