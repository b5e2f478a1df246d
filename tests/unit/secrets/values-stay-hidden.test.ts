import { inspect } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import { UnexpectedSecretError } from "../../../shared/secrets/index.ts";
import { aCache } from "./a-source.ts";

const canary = "c4n4ry-v4lu3";

/** All that may be printed of something. */
function printed(value: unknown): string {
  const error = value instanceof Error ? [value.message, value.stack, inspect({ ...value })] : [];
  return [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    inspect({ nested: [value] }, { depth: 20 }),
    JSON.stringify(value),
    JSON.stringify({ nested: [value] }),
    String(value),
    ...error,
  ].join("\n");
}

test("a secret, its cache and its fields print without the value", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", { username: "shop", password: canary, port: "5432" });
  const secret = await secrets.get("prod/db");
  const json = await secrets.getJson("prod/db", z.object({ password: z.string() }));
  expect(printed(secret)).not.toContain(canary);
  expect(printed(secrets)).not.toContain(canary);
  expect(printed(json)).not.toContain(canary);
  expect(printed(json)).toContain("password");
  await secrets.using("prod/db", (credentials) => {
    expect(printed(credentials)).not.toContain(canary);
    expect(credentials).toEqual({ username: "shop", password: canary, port: 5432 });
  });
  expect(json.password).toBe(canary);
  expect(JSON.parse(JSON.stringify(secret))).toMatchObject({ name: "prod/db", versionId: "version-1" });
});

test("a binary secret prints without the value, and its bytes cannot be changed from outside", async () => {
  const { secrets, source } = aCache();
  const bytes = new TextEncoder().encode(canary);
  source.put("prod/key", bytes);
  const secret = await secrets.get("prod/key");
  expect(printed(secret)).not.toMatch(/c4n4ry|99, ?52/);
  secret.bytes().fill(0);
  expect(secret.bytes()).toEqual(bytes);
  expect(() => secret.text()).toThrow(UnexpectedSecretError);
});

test.each([
  ["not JSON", `{"password": "${canary}`, z.object({}), /not JSON/],
  ["JSON of another kind", JSON.stringify(canary), z.object({}), /the value \(expected object\)/],
  [
    "a field missing",
    `{"pass": "${canary}"}`,
    z.object({ password: z.string() }),
    /password \(expected string\)/,
  ],
  [
    "a message that quotes",
    `{"password": "${canary}"}`,
    z.object({ password: z.string().refine(() => false, { error: ({ input }) => `bad: ${input}` }) }),
    /password \(custom\)/,
  ],
  ["a key that is the secret", `{"${canary}": 1}`, z.strictObject({}), /the value \(unrecognized_keys\)/],
])("an error about %s tells what to correct, and never the value", async (_, value, schema, message) => {
  const { secrets, source } = aCache();
  source.put("prod/db", value);
  const error = await secrets.getJson("prod/db", schema).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnexpectedSecretError);
  expect(String(error)).toMatch(message);
  expect(String(error)).toContain("prod/db");
  expect(printed(error)).not.toContain(canary);
});

test("a schema that makes the same object of every value may do so", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", "{}");
  const only = { password: canary };
  const schema = z.object({}).transform(() => only);
  await secrets.getJson("prod/db", schema);
  expect(printed(await secrets.getJson("prod/db", schema))).not.toContain(canary);
});
