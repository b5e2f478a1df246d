import { describe, expect, test } from "vitest";
import type { Strategy } from "../../../shared/rotation/engine.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";
import { redis } from "../../../shared/rotation/engines/redis/engine.ts";
import { UnsupportedStrategyError } from "../../../shared/rotation/errors.ts";
import { parseSecret } from "../../../shared/rotation/secret.ts";
import { alternatingUsers } from "../../../shared/rotation/strategies/alternating-users.ts";
import { strategyOf } from "../../../shared/rotation/strategies/choose.ts";
import { overlap } from "../../../shared/rotation/strategies/overlap.ts";
import { singleUser } from "../../../shared/rotation/strategies/single-user.ts";

const registry = {
  names: () => ["postgres", "redis"],
  load: async (name: string) => (name === "redis" ? redis : postgres),
};
const masterarn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:admin-AbCdEf";

async function choose(engine: string, more: object, tag?: string) {
  const secret = { engine, host: "db.example.com", username: "orders", password: "secret", ...more };
  return strategyOf(await parseSecret(JSON.stringify(secret), "AWSCURRENT", registry), tag);
}

interface Choice {
  why: string;
  engine: string;
  more?: object;
  tag?: string;
  chosen: Strategy;
}

describe("the strategy of a secret is", () => {
  test.each<Choice>([
    {
      why: "what the secret says, whatever its tag says and whom it names",
      engine: "postgres",
      more: { strategy: "single-user", masterarn },
      tag: "alternating-users",
      chosen: "single-user",
    },
    {
      why: "what the secret says, whatever the engine prefers",
      engine: "redis",
      more: { strategy: "single-user" },
      chosen: "single-user",
    },
    {
      why: "else what the tag says, whomever it names",
      engine: "postgres",
      more: { masterarn },
      tag: "single-user",
      chosen: "single-user",
    },
    {
      why: "else what the tag says",
      engine: "postgres",
      tag: "alternating-users",
      chosen: "alternating-users",
    },
    {
      why: "else alternating users, where it names a superuser",
      engine: "postgres",
      more: { masterarn },
      chosen: "alternating-users",
    },
    {
      why: "else what the engine prefers, where it has no alternating users to be made by a superuser",
      engine: "redis",
      more: { masterarn },
      chosen: "overlap",
    },
    { why: "else what PostgreSQL prefers", engine: "postgres", chosen: "single-user" },
    { why: "else what Redis prefers", engine: "redis", chosen: "overlap" },
  ])("$why", async ({ engine, more = {}, tag, chosen }) => {
    const works = { "single-user": singleUser, "alternating-users": alternatingUsers, overlap };
    const { name, work } = await choose(engine, more, tag);
    expect(name).toBe(chosen);
    expect(work).toBe(works[chosen]);
  });

  test.each([
    { engine: "postgres", tag: "overlap", has: "single-user, alternating-users" },
    { engine: "redis", tag: "alternating-users", has: "overlap, single-user" },
    { engine: "postgres", tag: "blue-green", has: "single-user, alternating-users" },
    { engine: "postgres", tag: "", has: "single-user, alternating-users" },
  ])('refused where the tag of a $engine secret says "$tag"', async ({ engine, tag, has }) => {
    const refusal = await choose(engine, {}, tag).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnsupportedStrategyError);
    expect(refusal).toMatchObject({ field: "strategy" });
    expect((refusal as Error).message).toBe(
      `The engine "${engine}" does not have the strategy "${tag}". It has: ${has}.`,
    );
  });
});
