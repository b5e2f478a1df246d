import { expect, test } from "vitest";
import { alternatingUsers } from "../../../shared/rotation/engines/postgres/alternating-users.ts";
import { EngineError } from "../../../shared/rotation/errors.ts";
import { differences, makeTemplatePair, rotate } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { connect, freshName, nextOf, timeoutMs, type World } from "./world.ts";

/** What AWS's template leaves after some rotations: a clone with objects and rights of its own. */
async function withOwnThings(world: World) {
  const { base, clone } = await makeTemplatePair(world);
  const [group, table] = [freshName("group"), freshName("reports")];
  await world.run(
    `CREATE ROLE ${group}`,
    `GRANT ${group} TO ${clone.username}`,
    `CREATE TABLE public.${table} AS SELECT 1 AS id`,
    `GRANT SELECT ON public.${table} TO ${clone.username}`,
    `GRANT CREATE ON SCHEMA ${base.username} TO ${clone.username}`,
    `ALTER ROLE ${clone.username} CREATEDB`,
  );
  await world.as(clone, `CREATE TABLE ${base.username}.made_by_clone AS SELECT 42 AS answer`);
  return { base, clone, group, table };
}

describeVersions("a clone that AWS's template made, taken over by alternating users", (world) => {
  test("while it is current: nothing that works is lost, neither in open sessions nor in new ones", async () => {
    const { base, clone, group, table } = await withOwnThings(world());
    const everything = [
      `SELECT * FROM public.${table}`,
      `INSERT INTO ${base.username}.orders VALUES (1)`,
      `ALTER TABLE ${base.username}.made_by_clone ADD COLUMN c_${freshName("")} int`,
      `CREATE TEMPORARY TABLE t_${freshName("")} ()`,
    ];
    const open = await connect(clone);
    try {
      for (const statement of everything) await open.query(statement);
      const renewed = await rotate(world(), clone);
      for (const statement of everything.slice(0, 2)) {
        await open.query(statement);
        await world().as(clone, statement);
        await world().as(renewed, statement);
      }
      await open.query(`ALTER TABLE ${base.username}.made_by_clone ADD COLUMN x int`);
      await world().as(clone, `ALTER TABLE ${base.username}.made_by_clone ADD COLUMN y int`);
      await world().as(renewed, `ALTER TABLE ${base.username}.made_by_clone ADD COLUMN z int`);
      for (const user of [clone, renewed]) {
        expect(
          await world().as(
            user,
            `SELECT pg_has_role('${group}', 'USAGE') AS member, rolcreatedb AS createdb FROM pg_roles WHERE rolname = current_user`,
          ),
        ).toEqual([{ member: true, createdb: true }]);
      }
      expect(await differences(world(), clone, renewed)).toEqual([]);
    } finally {
      await open.end();
    }
  });

  test("while it is idle: its objects become the base user's, its own rights end, and the base user gets none of them", async () => {
    const { base, clone, group, table } = await withOwnThings(world());
    const renewed = await rotate(world(), base);
    await world().as(base, `DROP TABLE ${base.username}.made_by_clone`);
    for (const user of [base, renewed]) {
      await expect(world().as(user, `SELECT * FROM public.${table}`)).rejects.toThrow("permission denied");
    }
    await expect(world().as(renewed, "SET ROLE NONE", `SELECT * FROM public.${table}`)).rejects.toThrow(
      "permission denied",
    );
    expect(
      await world().run(`SELECT pg_has_role('${clone.username}', '${group}', 'MEMBER') AS member`),
    ).toEqual([{ member: false }]);
    expect(await differences(world(), base, renewed)).toEqual([]);
  });

  test("while it is current and its password is valid for longer than the base user's: both become valid for as long", async () => {
    const { base, clone } = await makeTemplatePair(world());
    await world().run(
      `ALTER ROLE ${base.username} VALID UNTIL '2020-01-01'`,
      `ALTER ROLE ${clone.username} VALID UNTIL '2051-01-01'`,
    );
    const renewed = await rotate(world(), clone);
    await world().as(renewed, "SELECT 1");
    await world().as(clone, "SELECT 1");
    expect(await differences(world(), clone, renewed)).toEqual([]);
  });

  test("reaches what it owns and may do in other databases of the server", async () => {
    const { base, clone } = await makeTemplatePair(world());
    const [first, second] = [freshName("billing"), freshName("We 'ird")];
    for (const dbname of [first, second]) {
      await world().run(`CREATE DATABASE "${dbname}"`);
      const there = { ...world().superuser, dbname };
      await world().as(
        there,
        `CREATE TABLE invoices AS SELECT 1 AS id`,
        `GRANT SELECT ON invoices TO ${clone.username}`,
        `CREATE TABLE mine ()`,
        `ALTER TABLE mine OWNER TO ${clone.username}`,
      );
    }
    const before = (await differences(world(), clone, base)).join("\n");
    for (const dbname of [first, second]) expect(before).toContain(`in the database "${dbname}"`);

    const renewed = await rotate(world(), clone);
    expect(await differences(world(), clone, renewed)).toEqual([]);
    for (const dbname of [first, second]) {
      for (const user of [clone, renewed]) {
        await world().as(
          { ...user, dbname },
          "SELECT * FROM invoices",
          "ALTER TABLE mine ADD COLUMN IF NOT EXISTS id int",
        );
      }
    }
  });

  test("stops before it changes anything where the superuser may not connect to such a database, and names it", async () => {
    const { base, clone } = await makeTemplatePair(world());
    const dbname = freshName("closed");
    await world().run(`CREATE DATABASE ${dbname} OWNER ${clone.username}`);
    await world().as(
      { ...world().superuser, dbname },
      "CREATE TABLE mine ()",
      `ALTER TABLE mine OWNER TO ${clone.username}`,
    );
    await world().run(`ALTER DATABASE ${dbname} ALLOW_CONNECTIONS false`);

    const failure = await rotate(world(), clone).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect((failure as Error).message).toContain(`in the database "${dbname}"`);
    await world().as(base, "SELECT 1");
    expect(await world().as(clone, "SELECT current_user")).toEqual([{ current_user: clone.username }]);

    await world().run(`ALTER DATABASE ${dbname} ALLOW_CONNECTIONS true`);
    const renewed = await rotate(world(), clone);
    expect(await differences(world(), clone, renewed)).toEqual([]);
    await world().run(`DROP DATABASE ${dbname}`);
  });

  test("does not wait long for a table that the application holds, changes nothing then, and succeeds once it is free", async () => {
    const { base, clone } = await withOwnThings(world());
    const application = await connect(clone);
    try {
      await application.query("BEGIN");
      await application.query(`LOCK TABLE ${base.username}.made_by_clone IN SHARE MODE`);
      const next = nextOf(world(), clone);
      await expect(alternatingUsers.reconcile(world().superuser, clone, next, timeoutMs)).rejects.toThrow(
        "Another session holds what had to be changed (SQLSTATE 55P03). Nothing was changed; try again.",
      );
      await world().as(base, "SELECT 1");
      await application.query("COMMIT");
      await alternatingUsers.reconcile(world().superuser, clone, next, timeoutMs);
      await world().as(next, "SELECT 1");
    } finally {
      await application.end();
    }
  });
});
