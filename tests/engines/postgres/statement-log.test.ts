import { describe, expect, test } from "vitest";
import { waitFor } from "../../../local/wait-for.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";
import { AuthenticationError } from "../../../shared/rotation/errors.ts";
import { makeBase, makePair } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { freshName, freshPassword, timeoutMs, type World } from "./world.ts";

/** What the server has logged since it had logged so many characters, all of it. */
async function logSince(world: World, start: number): Promise<string> {
  const marker = freshName("marker");
  await world.run(`SELECT '${marker}'`);
  return waitFor(
    () => {
      const text = world.server.log().slice(start);
      return text.includes(marker) ? text : undefined;
    },
    { what: "the marker in the log", seconds: 10, everyMs: 20 },
  );
}

/** A server that stores passwords in one of the two ways, with what a password begins with that it stored. */
const servers = [
  { passwords: "scram-sha-256", form: "SCRAM-SHA-256$", kinds: ["ASCII", "Latin letters"] },
  { passwords: "md5", form: "md5", kinds: ["ASCII", "Latin letters", "any characters"] },
] as const;

const passwordOf = {
  ASCII: () => `${freshPassword()} '\\"$`,
  "Latin letters": () => `${freshPassword()}Žluťoučký`,
  "any characters": () => `${freshPassword()}密码ª\u00a0ſ`,
};

describe.each(servers)("where password_encryption is $passwords,", ({ passwords, form, kinds }) => {
  describeVersions(
    "the statement log",
    (world) => {
      test("shows how the two users change, and no password", async () => {
        const start = world().server.log().length;
        const { base, clone } = await makePair(world());
        const log = await logSince(world(), start);
        expect(log).toContain(`ALTER ROLE "${clone.username}" LOGIN PASSWORD '${form}`);
        expect(log).toContain(`GRANT "${base.username}" TO "${clone.username}"`);
        expect(log).not.toContain(clone.password);
        await postgres.logIn(clone, timeoutMs);
      });

      test.each(kinds)("shows no new password of a single user, of %s; it logs in alone", async (kind) => {
        const user = await makeBase(world());
        const next = { ...user, password: passwordOf[kind]() };
        const start = world().server.log().length;
        await postgres.singleUser?.set(user, next, timeoutMs);

        const log = await logSince(world(), start);
        expect(log).toContain(`ALTER ROLE "${user.username}" PASSWORD '${form}`);
        expect(log).not.toContain(next.password.slice(0, 24));
        await postgres.logIn(next, timeoutMs);
        await expect(postgres.logIn(user, timeoutMs)).rejects.toThrow(AuthenticationError);
        const [stored] = await world().run(
          `SELECT rolpassword FROM pg_authid WHERE rolname = '${user.username}'`,
        );
        expect(String(stored?.rolpassword).startsWith(form)).toBe(true);
      });
    },
    { passwords },
  );
});

describeVersions("a password that SCRAM has the server prepare", (world) => {
  test("is set and logs in", async () => {
    const user = await makeBase(world());
    const next = { ...user, password: passwordOf["any characters"]() };
    await postgres.singleUser?.set(user, next, timeoutMs);
    await postgres.logIn(next, timeoutMs);
  });
});
