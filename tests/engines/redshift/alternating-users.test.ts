import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres } from "../../../local/postgres/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { alternatingUsers } from "../../../shared/rotation/engines/redshift/alternating-users.ts";
import { redshift } from "../../../shared/rotation/engines/redshift/engine.ts";
import { AuthenticationError, EngineError, PasswordRejectedError } from "../../../shared/rotation/errors.ts";
import { freshName, freshPassword, timeoutMs, type World, worldOf } from "../postgres/world.ts";
import { disguise } from "./disguise.ts";

/*
 * There is no Redshift here. A PostgreSQL server with Redshift's views stands in for it: what it proves is that the
 * statements are right where the two agree, and that after them there is nothing left to do.
 */

let world: World;

beforeAll(async () => {
  world = await worldOf(await startPostgres({ tls: false }));
  await disguise(world);
});
afterAll(() => world?.stop());

const redshiftPassword = () => `${freshPassword()}aA1`;

function nextOf({ username }: PasswordCredential): PasswordCredential {
  const other = username.endsWith("_clone") ? username.slice(0, -6) : `${username}_clone`;
  return world.credential(other, redshiftPassword());
}

/** A user with a schema of its name and a table in it, and a role of the same kind that others are in. */
async function makeUser(): Promise<PasswordCredential> {
  const user = world.credential(freshName("app"), redshiftPassword());
  await world.run(
    `CREATE USER ${user.username} PASSWORD '${user.password}'`,
    `CREATE SCHEMA ${user.username} AUTHORIZATION ${user.username}`,
  );
  await world.as(user, "CREATE TABLE orders (id int, note text)");
  return user;
}

async function rotate(current: PasswordCredential): Promise<PasswordCredential> {
  const next = nextOf(current);
  await alternatingUsers.reconcile(world.superuser, current, next, timeoutMs);
  return next;
}

const differences = (current: PasswordCredential, next: PasswordCredential) =>
  alternatingUsers.differences(world.superuser, current, next, timeoutMs);

test("the first rotation makes a second user that logs in, by a hash of its password", async () => {
  const current = await makeUser();
  const start = world.server.log().length;
  const next = await rotate(current);
  await redshift.logIn(next, timeoutMs);
  await redshift.logIn(current, timeoutMs);
  expect(await differences(current, next)).toEqual([]);
  const log = await waitFor(
    () => {
      const text = world.server.log().slice(start);
      return text.includes(`ALTER USER "${next.username}" PASSWORD 'md5`) ? text : undefined;
    },
    { what: "the statement in the log", seconds: 10, everyMs: 20 },
  );
  expect(log).not.toContain(next.password);
});

test("a rotation that is repeated finds nothing to do but the password", async () => {
  const current = await makeUser();
  const next = await rotate(current);
  const acls = () =>
    world.run(
      `SELECT relacl::text, nspacl::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = '${current.username}'`,
    );
  const before = await acls();
  await alternatingUsers.reconcile(world.superuser, current, next, timeoutMs);
  expect(await acls()).toEqual(before);
  await redshift.logIn(next, timeoutMs);
});

test("across three rotations each of the two uses what the other made, before and after a rotation", async () => {
  let current = await makeUser();
  const schema = current.username;
  let next = await rotate(current);
  for (let round = 0; round < 3; round += 1) {
    [current, next] = [next, current];
    await world.as(current, `CREATE TABLE ${schema}.made_${round} (id int)`);
    const both = [current, next];
    for (const user of both)
      await world.as(
        user,
        `INSERT INTO ${schema}.made_${round} VALUES (1)`,
        `SELECT * FROM ${schema}.made_${round}`,
      );
    next = await rotate(current);
    expect(await differences(current, next)).toEqual([]);
    for (const user of [current, next])
      await world.as(user, `DELETE FROM ${schema}.made_${round}`, `SELECT * FROM ${schema}.orders`);
  }
});

/** A right, how a user gets it, and a part of what is told where the other user has it not. */
const rights: { what: string; give(current: string, schema: string): string[]; says: string }[] = [
  {
    what: "a table",
    give: (current, schema) => [`GRANT SELECT, INSERT ON ${schema}.t TO ${current}`],
    says: "lacks SELECT ON TABLE",
  },
  {
    what: "a table, to pass on",
    give: (current, schema) => [`GRANT UPDATE ON ${schema}.t TO ${current} WITH GRANT OPTION`],
    says: "lacks UPDATE ON TABLE",
  },
  {
    what: "a column",
    give: (current, schema) => [`GRANT SELECT (id) ON ${schema}.t TO ${current}`],
    says: `lacks SELECT ("id") ON TABLE`,
  },
  {
    what: "a schema",
    give: (current, schema) => [`GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${current}`],
    says: "lacks CREATE ON SCHEMA",
  },
  {
    what: "a database",
    give: (current) => [`GRANT CREATE, TEMP ON DATABASE postgres TO ${current}`],
    says: `lacks TEMP ON DATABASE "postgres"`,
  },
  {
    what: "a function",
    give: (current, schema) => [`GRANT EXECUTE ON FUNCTION ${schema}.f(int, text) TO ${current}`],
    says: "lacks EXECUTE ON FUNCTION",
  },
  {
    what: "a procedure",
    give: (current, schema) => [`GRANT EXECUTE ON PROCEDURE ${schema}.p(int) TO ${current}`],
    says: "lacks EXECUTE ON PROCEDURE",
  },
  {
    what: "a language",
    give: (current) => [`GRANT USAGE ON LANGUAGE plpgsql TO ${current}`],
    says: "lacks USAGE ON LANGUAGE",
  },
  {
    what: "a group",
    give: (current) => [`CREATE GROUP g_${current}`, `ALTER GROUP g_${current} ADD USER ${current}`],
    says: "is not in the group",
  },
  {
    what: "what others will make",
    give: (current, schema) => [
      `ALTER DEFAULT PRIVILEGES FOR USER postgres IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ${current}`,
    ],
    says: `lacks SELECT ON TABLES to come FOR USER "postgres"`,
  },
  {
    what: "what it makes for others",
    give: (current) => [
      `CREATE GROUP r_${current}`,
      `ALTER DEFAULT PRIVILEGES FOR USER ${current} GRANT SELECT ON TABLES TO GROUP r_${current}`,
    ],
    says: "lacks SELECT ON TABLES to come",
  },
  { what: "CREATEDB", give: (current) => [`ALTER USER ${current} CREATEDB`], says: "in CREATEDB" },
  {
    what: "a connection limit",
    give: (current) => [`ALTER USER ${current} CONNECTION LIMIT 9`],
    says: "in the connection limit",
  },
  {
    what: "an end of its validity",
    give: (current) => [`ALTER USER ${current} VALID UNTIL '2044-01-01'`],
    says: "until when the password is valid",
  },
  {
    what: "a setting",
    give: (current) => [`ALTER USER ${current} SET search_path TO "$user", 'a "b"', public`],
    says: "does not start with the search_path",
  },
];

// PostgreSQL does not know CONNECTION LIMIT UNLIMITED.
const takeable = rights.filter(({ what }) => what !== "a connection limit");

async function makeForeign(): Promise<string> {
  const schema = freshName("foreign");
  await world.run(
    `CREATE SCHEMA ${schema}`,
    `CREATE TABLE ${schema}.t (id int, note text)`,
    `CREATE FUNCTION ${schema}.f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    `CREATE PROCEDURE ${schema}.p(int) LANGUAGE sql AS ''`,
  );
  return schema;
}

test.each(rights)(
  "what the current user has and the next one has not is told, and given by a rotation: $what",
  async ({ give, says }) => {
    const current = await makeUser();
    const next = await rotate(current);
    await world.run(...give(current.username, await makeForeign()));
    expect((await differences(current, next)).join("\n")).toContain(says);
    await rotate(current);
    expect(await differences(current, next)).toEqual([]);
  },
);

test.each(takeable)(
  "what only the next user has is told, and taken by a rotation: $what",
  async ({ give }) => {
    const current = await makeUser();
    const next = await rotate(current);
    await world.run(...give(next.username, await makeForeign()));
    expect(await differences(current, next)).not.toEqual([]);
    await rotate(current);
    expect(await differences(current, next)).toEqual([]);
  },
);

test("a right that may be passed on only by the next user is kept, without passing on", async () => {
  const current = await makeUser();
  const next = await rotate(current);
  const table = freshName("t");
  await world.run(
    `CREATE TABLE public.${table} ()`,
    `GRANT SELECT ON public.${table} TO ${current.username}`,
    `GRANT SELECT ON public.${table} TO ${next.username} WITH GRANT OPTION`,
  );
  expect((await differences(current, next)).join()).toContain("to pass on");
  const again = await rotate(current);
  expect(await differences(current, again)).toEqual([]);
  await world.as(again, `SELECT FROM public.${table}`);
});

describe("a user that happens to be called like the second one", () => {
  test("and owns something is neither taken over nor robbed, until the two are said to belong together", async () => {
    const current = await makeUser();
    const other = nextOf(current);
    await world.run(
      `CREATE USER ${other.username} PASSWORD '${other.password}'`,
      `CREATE SCHEMA ${other.username} AUTHORIZATION ${other.username}`,
    );
    await world.as(other, "CREATE TABLE private ()");
    const failure = await rotate(current).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: "privilege" });
    await redshift.logIn(other, timeoutMs);

    const [, statement = ""] = /run: (.*); then rotate/.exec((failure as Error).message) ?? [];
    await world.run(statement);
    const next = await rotate(current);
    await world.as(current, `SELECT * FROM ${other.username}.private`);
    expect(await differences(current, next)).toEqual([]);
  });

  test("and is a superuser is not taken over by one who is none", async () => {
    const current = await makeUser();
    const other = nextOf(current);
    await world.run(`CREATE USER ${other.username} SUPERUSER PASSWORD '${other.password}'`);
    await expect(rotate(current)).rejects.toMatchObject({ name: "EngineError", code: "privilege" });
    await redshift.logIn(other, timeoutMs);
  });
});

describe("a single user", () => {
  test("gets its new password by itself, and the old one is refused", async () => {
    const user = await makeUser();
    const next = { ...user, password: redshiftPassword() };
    await redshift.singleUser?.set(user, next, timeoutMs);
    await redshift.logIn(next, timeoutMs);
    await expect(redshift.logIn(user, timeoutMs)).rejects.toThrow(AuthenticationError);
  });

  test("does not get a password that Redshift would not take", async () => {
    const user = await makeUser();
    const next = { ...user, password: "with space aA1" };
    await expect(redshift.singleUser?.set(user, next, timeoutMs)).rejects.toThrow(PasswordRejectedError);
    await redshift.logIn(user, timeoutMs);
  });
});

test("a superuser that does not see the current user is told as one", async () => {
  const current = world.credential(freshName("absent"));
  await expect(
    alternatingUsers.reconcile(world.superuser, current, nextOf(current), timeoutMs),
  ).rejects.toThrow(`The superuser does not see the user "${current.username}"`);
});
