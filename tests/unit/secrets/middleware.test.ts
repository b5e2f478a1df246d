import middy from "@middy/core";
import { expect, test } from "vitest";
import {
  SecretRefusedError,
  type SecretsByName,
  secretsMiddleware,
  withSecrets,
} from "../../../shared/secrets/index.ts";
import { aCache } from "./a-source.ts";

const context = () => ({ getRemainingTimeInMillis: () => 1_000 });

function aWorld() {
  const world = aCache();
  world.source.put("prod/db", "1");
  world.source.put("prod/key", "2");
  const metrics = {
    added: [] as [string, number][],
    addMetric: (name: string, _: string, value: number) => metrics.added.push([name, value]),
  };
  return {
    ...world,
    metrics,
    needed: { secrets: world.secrets, needs: { db: "prod/db", key: "prod/key" }, metrics },
  };
}

test("a middy handler finds its secrets on its context, read with one call at first and none later", async () => {
  const { source, needed, metrics } = aWorld();
  const handler = middy(async (_: unknown, { secrets }: { secrets: SecretsByName }) =>
    secrets.db?.text(),
  ).use(secretsMiddleware(needed));
  // @ts-expect-error: the middleware brings the secrets, not the caller.
  const invoke = () => handler({}, context());
  expect(await invoke()).toBe("1");
  expect(await invoke()).toBe("1");
  expect(source.calls).toEqual(["prod/db+prod/key"]);
  expect(metrics.added).toEqual([
    ["SecretHits", 2],
    ["SecretCalls", 1],
    ["SecretHits", 2],
  ]);
});

test("a handler without middy gets them as its first argument", async () => {
  const { source, needed } = aWorld();
  const handler = withSecrets(
    needed,
    async ({ db, key }, event: string) => `${db.text()}${key.text()}${event}`,
  );
  expect(await handler("!")).toBe("12!");
  expect(source.calls).toHaveLength(1);
});

test("a handler gets what it needs in the version and by the transform that it asks for", async () => {
  const { source, secrets } = aWorld();
  source.put("prod/db", { port: 5432 });
  const needs = {
    db: { id: "prod/db", transform: "json" },
    before: { id: "prod/db", stage: "AWSPREVIOUS" },
    license: { id: "prod/license", transform: "binary" },
    key: "prod/key",
  } as const;
  source.put("prod/license", Buffer.from("licensed").toString("base64"));
  const handler = withSecrets({ secrets, needs }, async ({ db, before, license, key }) => {
    // The types follow from what is needed.
    return [db satisfies unknown, before.text(), license satisfies string, key.text()];
  });
  expect(await handler()).toEqual([{ port: 5432 }, "1", "licensed", "2"]);
  expect(source.calls).toEqual(["prod/db+prod/license+prod/key", "prod/db@AWSPREVIOUS"]);
});

test("without a secret that it needs a handler does not run, and the counters are told all the same", async () => {
  const { source, needed, metrics } = aWorld();
  source.delete("prod/key");
  let ran = false;
  const handler = withSecrets(needed, async () => {
    ran = true;
  });
  await expect(handler()).rejects.toThrow(SecretRefusedError);
  expect(ran).toBe(false);
  expect(metrics.added.map(([name]) => name)).toContain("SecretFailures");
});
