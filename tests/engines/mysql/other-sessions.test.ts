import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../../local/wait-for.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { describeBoth } from "./servers.ts";
import { connect, failureOf, renewed, timeoutMs, type World, worldOf } from "./world.ts";

describe.each(["ON", "OFF"])("with performance_schema %s", (performance_schema) => {
  describeBoth((kind) => {
    let world: World;

    beforeAll(async () => {
      world = await worldOf(kind, await kind.start({ settings: { performance_schema } }));
    });
    afterAll(() => world?.stop());

    /** One that is not the one of the tests. */
    const makeSuperuser = () => world.user({ statements: ["GRANT ALL ON *.* TO @@ WITH GRANT OPTION"] });
    const end = (user: PasswordCredential) => kind.engine.endOtherSessions?.(user, timeoutMs);

    test.each(["itself", "a superuser"])(
      "a change of the password by %s that waits is ended, and does not come later; an application goes on",
      async (who) => {
        const current = await world.user();
        const next = renewed(current);
        const as = who === "itself" ? current : await makeSuperuser();
        const application = await connect(as);
        // So a backup makes everybody wait who writes.
        await world.run("FLUSH TABLES WITH READ LOCK");
        let change: Promise<unknown>;
        try {
          change = failureOf(kind.engine.singleUser.set(as, next, timeoutMs));
          await waitFor(async () => (await waits()) || undefined, {
            what: "the change to wait",
            seconds: 10,
            everyMs: 20,
          });
          await end(as);
          expect(await waits()).toBe(false);
        } finally {
          await world.run("UNLOCK TABLES");
        }
        expect(await change).toMatchObject({ name: "HostUnreachableError" });
        await application.query("SELECT 1");
        await application.end();
        expect([await world.logsIn(current), await world.logsIn(next)]).toEqual([true, false]);

        async function waits(): Promise<boolean> {
          const sessions = await world.run("SHOW PROCESSLIST");
          return sessions.some(
            ({ User, Info }) => User === as.username && /^(ALTER USER|SET PASSWORD)/.test(String(Info)),
          );
        }
      },
    );

    test("a change of the password that waits too long says why, and does not come later", async () => {
      const current = await world.user();
      const next = renewed(current);
      await world.run("FLUSH TABLES WITH READ LOCK");
      try {
        const error = await failureOf(kind.engine.singleUser.set(current, next, 2_500));
        expect(error).toMatchObject({ code: "statement", message: expect.stringContaining("backup") });
      } finally {
        await world.run("UNLOCK TABLES");
      }
      expect([await world.logsIn(current), await world.logsIn(next)]).toEqual([true, false]);
    });

    test("nothing is ended where there is nothing", async () => {
      const current = await world.user();
      const application = await connect(current);
      await end(current);
      await application.query("SELECT 1");
      await application.end();
    });

    test("a wrong password is refused", async () => {
      const current = await world.user();
      const error = await failureOf(Promise.resolve(end(renewed(current))));
      expect(error).toMatchObject({ name: "AuthenticationError" });
    });
  });
});
