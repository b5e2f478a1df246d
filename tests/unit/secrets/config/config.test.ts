import { inspect } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  ConfigError,
  config,
  type ParameterSource,
  type ParameterValue,
  parametersCache,
  SecretNotFoundError,
  SecretRefusedError,
  SecretUnavailableError,
} from "../../../../shared/secrets/index.ts";
import { aCache, down } from "../a-source.ts";

/** Parameters in memory, beside secrets in memory and variables. */
function aWorld(values: Record<string, ParameterValue | Error>, env: Record<string, string> = {}) {
  const calls: string[][] = [];
  const source: ParameterSource = {
    read: async (name) => {
      calls.push([name]);
      const value = values[name] ?? new SecretNotFoundError(`There is no ${name}.`);
      if (value instanceof Error) throw value;
      return value;
    },
    readMany: async (names) => {
      calls.push([...names]);
      return new Map(names.map((name) => [name, values[name] ?? new SecretNotFoundError("none")]));
    },
  };
  const world = aCache();
  const parameters = parametersCache({ source, clock: world.clock, jitter: 0 });
  return { ...world, calls, values, sources: { secrets: world.secrets, parameters, env } };
}

const schema = z.object({
  db: z.object({
    username: z.string().meta({ from: "secret:prod/db#username" }),
    password: z.string().meta({ from: "secret:prod/db#password" }),
    port: z.coerce.number().int().meta({ from: "ssm:/app/port" }),
  }),
  token: z.string().meta({ from: "secret:prod/token" }),
  level: z.enum(["info", "debug"]).default("info").meta({ from: "env:LOG_LEVEL" }),
  region: z.string().meta({ from: "env:REGION" }).optional(),
  flags: z.record(z.string(), z.string()).meta({ from: "ssm:/app/flags/" }),
});

function aCompleteWorld() {
  const world = aWorld(
    { "/app/port": "5432", "/app/flags/": { fast: "on", "new/page": "off" } },
    { LOG_LEVEL: "debug" },
  );
  world.source.put("prod/db", { username: "shop", password: "s3cret" });
  world.source.put("prod/token", "t0ken");
  return world;
}

test("each field is read from where its schema says, typed, and with few calls", async () => {
  const { sources, source, calls } = aCompleteWorld();
  const read = config(schema, sources);
  const settings: z.output<typeof schema> = await read();
  expect(settings).toEqual({
    db: { username: "shop", password: "s3cret", port: 5432 },
    token: "t0ken",
    level: "debug",
    flags: { fast: "on", "new/page": "off" },
  });
  await read();
  expect(source.calls).toEqual(["prod/db+prod/token"]);
  expect(calls.toSorted()).toEqual([["/app/flags/"], ["/app/port"]]);
});

test("thirty parameters take three calls", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
  const { sources, calls } = aWorld(Object.fromEntries(names.map((name) => [`/${name}`, name])));
  const shape = Object.fromEntries(names.map((name) => [name, z.string().meta({ from: `ssm:/${name}` })]));
  expect(await config(z.object(shape), sources)()).toEqual(
    Object.fromEntries(names.map((name) => [name, name])),
  );
  expect(calls.map(({ length }) => length)).toEqual([10, 10, 10]);
});

test("what changed is seen when its time is over", async () => {
  const { sources, source, clock, values } = aCompleteWorld();
  const read = config(schema, sources);
  await read();
  values["/app/port"] = "6432";
  source.put("prod/token", "n3w");
  expect((await read()).token).toBe("t0ken");
  await clock.pass(3_600);
  expect(await read()).toMatchObject({ token: "n3w", db: { port: 6432 } });
});

test("all that is missing or wrong is told at once, by its name and never with a value", async () => {
  const { sources, source } = aWorld(
    { "/app/port": "c4n4ry", "/app/flags/": new SecretRefusedError("Reading /app/flags/ was refused.") },
    { LOG_LEVEL: "c4n4ry" },
  );
  source.put("prod/db", '{"username": "c4n4ry"}');
  const error = await config(schema, sources)().catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw error;
  expect(error.fields).toEqual({
    "db.password": "missing in secret:prod/db#password",
    "db.port": "expected number in ssm:/app/port",
    token: "missing in secret:prod/token",
    level: "invalid_value in env:LOG_LEVEL",
    flags: "Reading /app/flags/ was refused.",
  });
  for (const field of Object.keys(error.fields)) expect(error.message).toContain(field);
  expect(inspect(error)).not.toContain("c4n4ry");
});

test("a secret that is not JSON is told as such", async () => {
  const { sources, source } = aCompleteWorld();
  source.put("prod/db", "c4n4ry");
  const error = await config(schema, sources)().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ fields: { "db.password": expect.stringContaining("not JSON") } });
  expect(inspect(error)).not.toContain("c4n4ry");
});

test("that Secrets Manager is down is no fault of the configuration", async () => {
  const { sources, source } = aCompleteWorld();
  source.trouble = down;
  await expect(config(schema, sources)()).rejects.toThrow(SecretUnavailableError);
});

test("a configuration prints without what it holds", async () => {
  const settings = await config(schema, aCompleteWorld().sources)();
  expect(inspect(settings, { depth: 9 }) + JSON.stringify(settings)).not.toMatch(/s3cret|t0ken/);
  expect(inspect(settings)).toContain("token");
});

test("fields that name no source, or one that is not understood, are refused when the reader is made", () => {
  const { sources } = aWorld({});
  const wrong = z.object({
    a: z.string(),
    b: z.string().meta({ from: "vault:x" }),
    c: z.object({ d: z.string().meta({ from: "secret:#x" }) }),
    good: z.string().meta({ from: "env:X" }),
  });
  expect(() => config(wrong, sources)).toThrow(/come from: a, b, c\.d\./);
});
