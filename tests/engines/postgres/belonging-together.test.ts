import { expect, test } from "vitest";
import { alternatingUsers } from "../../../shared/rotation/engines/postgres/alternating-users.ts";
import { CredentialMismatchError, EngineError, InvalidSecretError } from "../../../shared/rotation/errors.ts";
import { makeBase, rotate } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { freshName, nextOf, timeoutMs, type World } from "./world.ts";

/** A user with a table of its own, that is called like the clone of another. */
async function makeNamesake(world: World, base: string) {
  const namesake = world.credential(`${base}_clone`);
  await world.run(
    `CREATE ROLE ${namesake.username} LOGIN PASSWORD '${namesake.password}'`,
    `CREATE SCHEMA ${namesake.username} AUTHORIZATION ${namesake.username}`,
  );
  await world.as(namesake, "CREATE TABLE private ()");
  return namesake;
}

describeVersions("two users that may not belong together, as alternating users", (world) => {
  test("a user that is called like a clone does not get the password of the user without the suffix", async () => {
    const admin = await makeBase(world());
    const namesake = await makeNamesake(world(), admin.username);
    // It can claim to act as the other, but not make itself a member.
    await world().as(namesake, `ALTER ROLE ${namesake.username} SET role TO ${admin.username}`);

    const failure = await rotate(world(), namesake).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: "privilege" });
    expect((failure as Error).message).toContain(
      `run: GRANT "${admin.username}" TO "${namesake.username}"; then rotate again`,
    );
    await world().as(admin, "SELECT 1");
  });

  test("a user that is called like a clone is neither taken over nor robbed", async () => {
    const base = await makeBase(world());
    const namesake = await makeNamesake(world(), base.username);
    await expect(rotate(world(), base)).rejects.toMatchObject({ name: "EngineError", code: "privilege" });
    await world().as(namesake, "DROP TABLE private");
  });

  test("once the two are said to belong together, they alternate", async () => {
    const base = await makeBase(world());
    const namesake = await makeNamesake(world(), base.username);
    await world().run(`GRANT ${base.username} TO ${namesake.username}`);
    const clone = await rotate(world(), base);
    await world().as(base, `DROP TABLE ${namesake.username}.private`);
    await world().as(clone, "SELECT 1");
  });

  test("a user whose name ends like a clone's, without a base user, is told what to do", async () => {
    const lonely = world().credential(`${freshName("lonely")}_clone`);
    await world().run(`CREATE ROLE ${lonely.username} LOGIN PASSWORD '${lonely.password}'`);
    const next = nextOf(world(), lonely);
    for (const attempt of [
      () => alternatingUsers.reconcile(world().superuser, lonely, next, timeoutMs),
      () => alternatingUsers.differences(world().superuser, lonely, next, timeoutMs),
    ]) {
      const failure = await attempt().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(InvalidSecretError);
      expect(failure).toMatchObject({ field: "username" });
      expect((failure as Error).message).toContain(`The server has no user "${next.username}"`);
    }
    await world().as(lonely, "SELECT 1");
    expect(await world().run(`SELECT FROM pg_roles WHERE rolname = '${next.username}'`)).toEqual([]);
  });

  test("two names that do not alternate are refused", async () => {
    const { superuser, credential } = world();
    await expect(
      alternatingUsers.reconcile(superuser, credential("one"), credential("other_clone"), timeoutMs),
    ).rejects.toThrow(CredentialMismatchError);
  });
});
