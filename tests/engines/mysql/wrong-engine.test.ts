import { afterAll, beforeAll, expect, test } from "vitest";
import { describeBoth, mariadbKind, mysqlKind } from "./servers.ts";
import { failureOf, otherUser, renewed, timeoutMs, type World, worldOf } from "./world.ts";

describeBoth((kind) => {
  let world: World;
  const wrong = kind.name === "mysql" ? mariadbKind : mysqlKind;

  beforeAll(async () => {
    world = await worldOf(kind, await kind.start());
  });
  afterAll(() => world?.stop());

  test.each(["", "PASSWORD EXPIRE"])(
    `a secret of "${wrong.name}" changes nothing, and the message says what to name (%s)`,
    async (clauses) => {
      const current = await world.user({ clauses });
      const stored = await world.stored(current.username);
      const { set } = wrong.engine.singleUser;
      const { reconcile } = wrong.engine.alternatingUsers;
      for (const attempt of [
        () => set(current, renewed(current), timeoutMs),
        () => set(world.superuser, renewed(current), timeoutMs),
        () => reconcile(world.superuser, current, otherUser(current), timeoutMs),
      ]) {
        const error = await failureOf(attempt());
        if (clauses === "") {
          expect(error).toMatchObject({ message: expect.stringContaining(`"engine": "${kind.name}"`) });
        }
      }
      expect(await world.stored(current.username)).toEqual(stored);
    },
  );
});
