import { expect, test } from "vitest";
import { alternatingUsers } from "../../../shared/rotation/engines/postgres/alternating-users.ts";
import { differences, makeBase, makePair, rotate } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { connect, freshName, timeoutMs } from "./world.ts";

describeVersions("alternating users", (world) => {
  test("the first rotation makes a clone that logs in and acts as the base user", async () => {
    const { base, clone } = await makePair(world());
    expect(await world().as(clone, "SELECT session_user, current_user")).toEqual([
      { session_user: clone.username, current_user: base.username },
    ]);
    expect(await world().as(base, "SELECT current_user")).toEqual([{ current_user: base.username }]);
    expect(await differences(world(), base, clone)).toEqual([]);
  });

  test("a rotation sets the password of the user that is not current, and no other", async () => {
    const { base, clone } = await makePair(world());
    const renewed = await rotate(world(), clone);
    expect(renewed.username).toBe(base.username);
    await world().as(clone, "SELECT 1");
    await world().as(renewed, "SELECT 1");
    await expect(world().as(base, "SELECT 1")).rejects.toThrow("password authentication failed");
    expect(await differences(world(), clone, renewed)).toEqual([]);
  });

  test("a rotation that is repeated leaves everything as the first left it", async () => {
    const { base, clone } = await makePair(world());
    const everything = () =>
      world().run(
        `SELECT to_jsonb(r) - 'rolpassword' AS role, s.setconfig, m.roleid::regrole::text, m.grantor::regrole::text
         FROM pg_roles r LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid LEFT JOIN pg_auth_members m ON m.member = r.oid
         WHERE r.rolname LIKE '${base.username}%' ORDER BY r.rolname`,
      );
    const before = await everything();
    await alternatingUsers.reconcile(world().superuser, base, clone, timeoutMs);
    expect(await everything()).toEqual(before);
    await world().as(clone, "SELECT 1");
  });

  test("names that need quoting rotate like others", async () => {
    const base = world().credential(`We "ird'${freshName("")}`);
    await world().run(
      `CREATE ROLE "${base.username.replaceAll('"', '""')}" LOGIN PASSWORD '${base.password}'`,
    );
    const clone = await rotate(world(), base);
    expect(await world().as(clone, "SELECT current_user")).toEqual([{ current_user: base.username }]);
    const renewed = await rotate(world(), clone);
    await world().as(renewed, "SELECT 1");
    expect(await differences(world(), clone, renewed)).toEqual([]);
  });

  test("the clone's sessions act as the base user still after a pool has reset them", async () => {
    const { base, clone } = await makePair(world());
    for (const reset of ["DISCARD ALL", "RESET ALL", "RESET ROLE", "SET SESSION AUTHORIZATION DEFAULT"]) {
      expect(await world().as(clone, reset, "SELECT current_user"), reset).toEqual([
        { current_user: base.username },
      ]);
    }
  });

  test("a right given to the base user is the clone's at once, in sessions that are open; one taken is gone", async () => {
    const { base, clone } = await makePair(world());
    const table = freshName("reports");
    await world().run(`CREATE TABLE public.${table} (id int)`);
    const session = await connect(clone);
    try {
      await expect(session.query(`SELECT FROM public.${table}`)).rejects.toThrow("permission denied");
      await world().run(`GRANT SELECT ON public.${table} TO ${base.username}`);
      await session.query(`SELECT FROM public.${table}`);
      await world().run(`REVOKE SELECT ON public.${table} FROM ${base.username}`);
      await expect(session.query(`SELECT FROM public.${table}`)).rejects.toThrow("permission denied");
    } finally {
      await session.end();
    }
  });

  test("CREATEDB of the base user is the clone's too, without being given to it", async () => {
    const { base, clone } = await makePair(world());
    await world().run(`ALTER ROLE ${base.username} CREATEDB`);
    const database = freshName("made");
    await world().as(clone, `CREATE DATABASE ${database}`);
    expect(
      await world().run(
        `SELECT datdba::regrole::text AS owner FROM pg_database WHERE datname = '${database}'`,
      ),
    ).toEqual([{ owner: base.username }]);
    expect(await differences(world(), base, clone)).toEqual([]);
  });

  test("a base user whose sessions act as the owner of the objects has a clone that acts as that owner too", async () => {
    const owner = freshName("owner");
    const base = await makeBase(world());
    await world().run(
      `CREATE ROLE ${owner}`,
      `GRANT ${owner} TO ${base.username}`,
      `ALTER ROLE ${base.username} SET role TO ${owner}`,
    );
    const clone = await rotate(world(), base);
    expect(await world().as(clone, "SELECT current_user")).toEqual([{ current_user: owner }]);
    const renewed = await rotate(world(), clone);
    expect(await world().as(renewed, "SELECT current_user")).toEqual([{ current_user: owner }]);
    expect(await differences(world(), clone, renewed)).toEqual([]);
  });
});
