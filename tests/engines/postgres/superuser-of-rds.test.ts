import { expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { differences, rotate } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { freshName, type World } from "./world.ts";

/** A superuser as Amazon RDS has it: it may make roles, and is none of PostgreSQL's superusers. */
async function makeMaster(world: World, rights = "CREATEROLE CREATEDB"): Promise<PasswordCredential> {
  const master = world.credential(freshName("master"));
  await world.run(
    `CREATE ROLE ${master.username} LOGIN ${rights} PASSWORD '${master.password}'`,
    `GRANT CREATE ON DATABASE postgres TO ${master.username} WITH GRANT OPTION`,
  );
  return master;
}

/** A user with a schema of its own. */
async function makeApp(world: World, maker: PasswordCredential): Promise<PasswordCredential> {
  const app = world.credential(freshName("app"));
  await world.as(
    maker,
    `CREATE ROLE ${app.username} LOGIN PASSWORD '${app.password}'`,
    `GRANT CREATE ON DATABASE postgres TO ${app.username}`,
  );
  await world.as(app, `CREATE SCHEMA ${app.username}`, "CREATE TABLE orders ()");
  return app;
}

const membershipsOf = (world: World, master: PasswordCredential) =>
  world.run(
    `SELECT to_jsonb(m) - 'oid' AS membership FROM pg_auth_members m WHERE member = '${master.username}'::regrole ORDER BY roleid, grantor`,
  );

describeVersions("alternating users with a superuser like Amazon RDS's,", (world) => {
  test("that made the base user: three rotations, and what drifted meanwhile is put right", async () => {
    const master = await makeMaster(world());
    const base = await makeApp(world(), master);
    const clone = await rotate(world(), base, master);
    expect(await differences(world(), base, clone, master)).toEqual([]);
    const memberships = await membershipsOf(world(), master);

    await world().run(
      `ALTER ROLE ${clone.username} CONNECTION LIMIT 2 VALID UNTIL '2040-01-01' CREATEDB`,
      `ALTER ROLE ${clone.username} SET work_mem TO '9MB'`,
      `ALTER ROLE ${base.username} SET search_path TO ${base.username}, public`,
      `CREATE TABLE ${base.username}.mine ()`,
      `ALTER TABLE ${base.username}.mine OWNER TO ${clone.username}`,
      `CREATE FUNCTION ${base.username}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      `ALTER FUNCTION ${base.username}.f OWNER TO ${clone.username}`,
    );
    await world().as(base, `GRANT SELECT ON orders TO ${clone.username}`);
    const renewed = await rotate(world(), clone, master);
    expect(await differences(world(), clone, renewed, master)).toEqual([]);
    await world().as(renewed, `DROP TABLE ${base.username}.mine`, `DROP FUNCTION ${base.username}.f()`);

    const third = await rotate(world(), renewed, master);
    expect(await differences(world(), renewed, third, master)).toEqual([]);
    expect(await membershipsOf(world(), master)).toEqual(memberships);
  });

  test("whose own membership of the base user stays as it was, after it was borrowed", async () => {
    const master = await makeMaster(world());
    const base = await makeApp(world(), master);
    const clone = await rotate(world(), base, master);
    await world().as(master, `GRANT ${base.username} TO ${master.username}`);
    await world().run(
      `CREATE TABLE ${base.username}.mine ()`,
      `ALTER TABLE ${base.username}.mine OWNER TO ${clone.username}`,
    );
    const memberships = await membershipsOf(world(), master);
    await rotate(world(), base, master);
    expect(await differences(world(), base, clone, master)).toEqual([]);
    expect(await membershipsOf(world(), master)).toEqual(memberships);
  });

  test("that may make no roles: the error says what to run, and nothing was changed", async () => {
    const master = await makeMaster(world(), "");
    const base = await makeApp(world(), world().superuser);
    const failure = await rotate(world(), base, master).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "EngineError", code: "privilege" });
    expect((failure as Error).message).toContain(`ALTER ROLE "${master.username}" CREATEROLE`);
    expect(await world().run(`SELECT FROM pg_roles WHERE rolname = '${base.username}_clone'`)).toEqual([]);
  });

  test("that did not make the base user: where it may not grant it, the error says what to run, and then it works", async () => {
    const master = await makeMaster(world());
    const base = await makeApp(world(), world().superuser);
    const clone = await rotate(world(), base, master).catch((error: unknown) => error);
    const [{ version = 0 } = {}] = await world().run(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    // Before PostgreSQL 16, CREATEROLE was enough.
    if (Number(version) < 160_000) {
      expect(clone).toMatchObject({ username: `${base.username}_clone` });
      return;
    }
    expect(clone).toMatchObject({ name: "EngineError", code: "privilege" });
    const grant = `GRANT "${base.username}" TO "${master.username}" WITH ADMIN OPTION`;
    expect((clone as Error).message).toContain(grant);
    expect(await world().run(`SELECT FROM pg_roles WHERE rolname = '${base.username}_clone'`)).toEqual([]);

    await world().run(grant);
    const made = await rotate(world(), base, master);
    expect(await differences(world(), base, made, master)).toEqual([]);
    await world().as(await rotate(world(), made, master), "SELECT 1");
  });

  test("that may not set one of the base user's settings: the error names it, without its value", async () => {
    const master = await makeMaster(world());
    const base = await makeApp(world(), master);
    await world().run(`ALTER ROLE ${base.username} SET log_statement_sample_rate TO 0.125`);
    const failure = await rotate(world(), base, master).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "EngineError", code: "privilege" });
    expect((failure as Error).message).toContain("log_statement_sample_rate");
    expect((failure as Error).message).not.toContain("0.125");
    expect(await world().run(`SELECT FROM pg_roles WHERE rolname = '${base.username}_clone'`)).toEqual([]);
  });
});
