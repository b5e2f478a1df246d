import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { scramVerifier } from "../../../shared/rotation/engines/postgres/scram.ts";
import { asSuperuser, createUser, logsIn } from "./database.ts";

const { postgres } = inject("integration");

test("a password set by its verifier logs in, whatever ASCII it is made of", async () => {
  const { username } = await createUser(postgres);
  const character = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
  const passwords = fc.string({ unit: character, minLength: 1, maxLength: 64 });
  await fc.assert(
    fc.asyncProperty(passwords, async (password) => {
      await asSuperuser(postgres, `ALTER ROLE ${username} PASSWORD '${scramVerifier(password)}'`);
      expect(await logsIn(postgres, { username, password })).toBe(true);
      expect(await logsIn(postgres, { username, password: `${password}x` })).toBe(false);
    }),
    { numRuns: 25 },
  );
});

test("a verifier has the form and the iterations of those that the server makes itself", async () => {
  const { username, password } = await createUser(postgres);
  const [made] = await asSuperuser(
    postgres,
    `SELECT rolpassword FROM pg_authid WHERE rolname = '${username}'`,
  );
  const form = /^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/;
  expect(made?.rolpassword).toMatch(form);
  expect(scramVerifier(password)).toMatch(form);
});

test("a verifier is the server's own, given the server's salt", async () => {
  const { username, password } = await createUser(postgres);
  const [made] = await asSuperuser(
    postgres,
    `SELECT rolpassword FROM pg_authid WHERE rolname = '${username}'`,
  );
  const [, iterations, salt = ""] = /\$(\d+):([^$]+)\$/.exec(String(made?.rolpassword)) ?? [];
  expect(scramVerifier(password, Buffer.from(salt, "base64"), Number(iterations))).toBe(made?.rolpassword);
});
