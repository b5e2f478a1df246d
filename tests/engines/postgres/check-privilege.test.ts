import { expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { alternatingUsers } from "../../../shared/rotation/engines/postgres/alternating-users.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";
import { makeBase, makePair, makeTemplatePair } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { freshName, freshPassword, nextOf, timeoutMs, type World } from "./world.ts";

/** How an attempt ended: undefined if well, else what it was refused with. */
async function endOf(attempt: Promise<unknown> | undefined) {
  if (!attempt) throw new Error("The engine lacks a method.");
  return attempt.then(
    (answer) => {
      expect(answer).toBeUndefined();
      return undefined;
    },
    (error: Error & { code?: string }) => ({ code: error.code, message: error.message }),
  );
}

/** Everything about roles that a check must leave as it is. */
const allOf = (world: World) =>
  world.run(
    `SELECT (SELECT jsonb_agg(to_jsonb(a) ORDER BY oid) FROM pg_authid a) AS roles,
            (SELECT jsonb_agg(to_jsonb(m) ORDER BY roleid, member, grantor) FROM pg_auth_members m) AS members,
            (SELECT jsonb_agg(to_jsonb(s) ORDER BY setdatabase, setrole) FROM pg_db_role_setting s) AS settings`,
  );

/** Asks, sees that nothing was changed by it, and then tries: both must come to the same. */
async function askThenTry(
  world: World,
  ask: () => Promise<unknown> | undefined,
  attempt: () => Promise<unknown>,
) {
  const before = await allOf(world);
  const told = await endOf(ask());
  expect(await allOf(world)).toEqual(before);
  const tried = await endOf(attempt());
  expect(tried?.code).toBe(told?.code);
  return told;
}

async function setting(world: World, as: PasswordCredential, user: PasswordCredential) {
  return askThenTry(
    world,
    () => postgres.singleUser?.checkPrivilege?.(as, user, timeoutMs),
    async () => postgres.singleUser?.set(as, { ...user, password: freshPassword() }, timeoutMs),
  );
}

async function reconciling(world: World, superuser: PasswordCredential, current: PasswordCredential) {
  const next = nextOf(world, current);
  return askThenTry(
    world,
    () => alternatingUsers.checkPrivilege?.(superuser, current, next.username, timeoutMs),
    () => alternatingUsers.reconcile(superuser, current, next, timeoutMs),
  );
}

async function makeMaster(world: World, rights: string): Promise<PasswordCredential> {
  const master = world.credential(freshName("master"));
  await world.run(`CREATE ROLE ${master.username} LOGIN ${rights} PASSWORD '${master.password}'`);
  return master;
}

const is16 = async (world: World) => {
  const [row] = await world.run("SELECT current_setting('server_version_num')::int AS version");
  return Number(row?.version) >= 160_000;
};

describeVersions("whether a single user's password may be set, asked before it is tried,", (world) => {
  test("by the user itself: yes", async () => {
    const user = await makeBase(world());
    expect(await setting(world(), user, user)).toBeUndefined();
  });

  test("by a user whose sessions act as another: yes", async () => {
    const { clone } = await makePair(world());
    expect(await setting(world(), clone, clone)).toBeUndefined();
  });

  test("by one of PostgreSQL's superusers: yes", async () => {
    expect(await setting(world(), world().superuser, await makeBase(world()))).toBeUndefined();
  });

  test("by another user: no", async () => {
    const [user, other] = [await makeBase(world()), await makeBase(world())];
    const told = await setting(world(), other, user);
    expect(told).toMatchObject({ code: "privilege" });
    expect(told?.message).toContain(`ALTER ROLE "${other.username}" CREATEROLE`);
  });

  test("by a user with CREATEROLE that did not make it: since PostgreSQL 16 only with the admin option", async () => {
    const [master, user] = [await makeMaster(world(), "CREATEROLE"), await makeBase(world())];
    const told = await setting(world(), master, user);
    if (!(await is16(world()))) return expect(told).toBeUndefined();
    const grant = `GRANT "${user.username}" TO "${master.username}" WITH ADMIN OPTION`;
    expect(told?.message).toContain(grant);
    await world().run(grant);
    expect(await setting(world(), master, user)).toBeUndefined();
  });

  test("by a user with CREATEROLE, of a superuser: no", async () => {
    const master = await makeMaster(world(), "CREATEROLE");
    const user = await makeMaster(world(), "SUPERUSER");
    const told = await setting(world(), master, user);
    expect(told).toMatchObject({ code: "privilege" });
    expect(told?.message).toContain("which is a superuser");
  });

  test("by a user with REPLICATION itself: before PostgreSQL 16 no", async () => {
    const user = await makeMaster(world(), "REPLICATION");
    const told = await setting(world(), user, user);
    expect(told?.code).toBe((await is16(world())) ? undefined : "privilege");
  });

  test("by a user without writes, as at a replica: no", async () => {
    const user = await makeBase(world());
    await world().run(`ALTER ROLE ${user.username} SET default_transaction_read_only TO on`);
    const told = await setting(world(), user, user);
    expect(told).toMatchObject({ code: "statement" });
    expect(told?.message).toContain("Name the host of the writer");
  });

  test("for a password that ends within a day: no, since the new one would end with it", async () => {
    const user = await makeBase(world());
    await world().run(`ALTER ROLE ${user.username} VALID UNTIL '${inHours(23)}'`);
    const ask = () => endOf(postgres.singleUser?.checkPrivilege?.(user, user, timeoutMs));
    expect((await ask())?.message).toContain("VALID UNTIL");
    await world().run(`ALTER ROLE ${user.username} VALID UNTIL '${inHours(25)}'`);
    expect(await ask()).toBeUndefined();
  });

  test("where Amazon RDS restricts passwords to rds_password: only for its members", async () => {
    const user = await makeBase(world());
    await world().run(
      "DO $$ BEGIN CREATE ROLE rds_password; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
      `ALTER ROLE ${user.username} SET rds.restrict_password_commands TO 'on'`,
    );
    const ask = () => endOf(postgres.singleUser?.checkPrivilege?.(user, user, timeoutMs));
    const told = await ask();
    expect(told).toMatchObject({ code: "privilege" });
    expect(told?.message).toContain(`GRANT rds_password TO "${user.username}"`);
    await world().run(`GRANT rds_password TO ${user.username}`);
    expect(await ask()).toBeUndefined();
  });
});

describeVersions("whether a superuser may keep two users alike, asked before it is tried,", (world) => {
  test("one of PostgreSQL's own: yes, at each of three rotations", async () => {
    const { base, clone } = await makePair(world());
    expect(await reconciling(world(), world().superuser, clone)).toBeUndefined();
    expect(await reconciling(world(), world().superuser, base)).toBeUndefined();
  });

  test("one without CREATEROLE: no", async () => {
    const [master, base] = [await makeMaster(world(), ""), await makeBase(world())];
    const told = await reconciling(world(), master, base);
    expect(told).toMatchObject({ code: "privilege" });
    expect(told?.message).toContain(`ALTER ROLE "${master.username}" CREATEROLE`);
  });

  test("one with CREATEROLE that did not make the base user: since PostgreSQL 16 only with the admin option", async () => {
    const [master, base] = [await makeMaster(world(), "CREATEROLE"), await makeBase(world())];
    const told = await reconciling(world(), master, base);
    if (await is16(world())) {
      const grant = `GRANT "${base.username}" TO "${master.username}" WITH ADMIN OPTION`;
      expect(told?.message).toContain(grant);
      await world().run(grant);
      expect(await reconciling(world(), master, base)).toBeUndefined();
    } else {
      expect(told).toBeUndefined();
    }
  });

  test("one that may grant the base user but did not make the clone: since PostgreSQL 16 no", async () => {
    const master = await makeMaster(world(), "CREATEROLE");
    const { base } = await makePair(world());
    await world().run(`GRANT ${base.username} TO ${master.username} WITH ADMIN OPTION`);
    const told = await reconciling(world(), master, base);
    expect(told?.code).toBe((await is16(world())) ? "privilege" : undefined);
  });

  test("where the base user has REPLICATION, one that has it not: no", async () => {
    const [master, base] = [await makeMaster(world(), "CREATEROLE"), await makeBase(world())];
    await world().run(
      `GRANT ${base.username} TO ${master.username} WITH ADMIN OPTION`,
      `ALTER ROLE ${base.username} REPLICATION`,
    );
    expect(await reconciling(world(), master, base)).toMatchObject({ code: "privilege" });
  });

  test("where the other user may be somebody else's: no", async () => {
    const { base, clone } = await makeTemplatePair(world());
    await world().run(`REVOKE ${base.username} FROM ${clone.username}`);
    const told = await reconciling(world(), world().superuser, base);
    expect(told?.message).toContain("may be another's user");
  });
});

function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}
