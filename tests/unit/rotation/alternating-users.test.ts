import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AlternatingUsers, Engine } from "../../../shared/rotation/engine.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";
import { InvalidSecretError, UnsupportedStrategyError } from "../../../shared/rotation/errors.ts";
import { parseSecret } from "../../../shared/rotation/secret.ts";
import { alternatingUsers } from "../../../shared/rotation/strategies/alternating-users.ts";

type Limits = Partial<Pick<AlternatingUsers<never>, "maximumUsernameBytes" | "suffix">>;

/** The user beside a user, of an engine with some limits; PostgreSQL's where none are given. */
async function otherUser(username: string, limits: Limits = {}, host = "db.example.com"): Promise<string> {
  const engine: Engine = {
    ...postgres,
    // Only the strategy's own limit is asked for here.
    parse: (fields) => ({
      ...postgres.parse({ ...fields, username: "user" }),
      username: String(fields.username),
    }),
    ...(postgres.alternatingUsers && { alternatingUsers: { ...postgres.alternatingUsers, ...limits } }),
  };
  const secret = { engine: "postgres", host, username, password: "secret", masterarn: "admin" };
  const registry = { names: () => ["postgres"], load: async () => engine };
  return alternatingUsers.nextUsername(await parseSecret(JSON.stringify(secret), "AWSCURRENT", registry));
}

const oracle = { maximumUsernameBytes: 30, suffix: "_CLONE" };

describe("the user beside a user", () => {
  test.each([
    { username: "app", other: "app_clone", limits: {} },
    { username: "app_clone", other: "app", limits: {} },
    { username: "clone", other: "clone_clone", limits: {} },
    { username: "_clone", other: "_clone_clone", limits: {} },
    { username: "_clone_clone", other: "_clone", limits: {} },
    { username: "App_Clone", other: "App_Clone_clone", limits: {} },
    { username: "APP", other: "APP_CLONE", limits: oracle },
    { username: "APP_CLONE", other: "APP", limits: oracle },
    { username: "app_clone", other: "app_clone_CLONE", limits: oracle },
  ])("$username is $other", async ({ username, other, limits }) => {
    expect(await otherUser(username, limits)).toBe(other);
  });

  test("has the user beside it, whatever its name: the two alternate", async () => {
    const names = fc
      .string({ minLength: 1, maxLength: 50, unit: "grapheme" })
      .filter((name) => !name.endsWith("_clone"));
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const other = await otherUser(name, { maximumUsernameBytes: Number.POSITIVE_INFINITY });
        expect(other).not.toBe(name);
        expect(await otherUser(other, { maximumUsernameBytes: Number.POSITIVE_INFINITY })).toBe(name);
      }),
    );
  });
});

describe("a user name", () => {
  test.each([
    { engine: "PostgreSQL", longest: 57, limits: { maximumUsernameBytes: 63 } },
    { engine: "MySQL as AWS's templates limit it", longest: 10, limits: { maximumUsernameBytes: 16 } },
    { engine: "MariaDB", longest: 74, limits: { maximumUsernameBytes: 80 } },
    { engine: "SQL Server", longest: 122, limits: { maximumUsernameBytes: 128 } },
    { engine: "Oracle", longest: 24, limits: oracle },
  ])("may have $longest bytes with $engine, and not one more", async ({ longest, limits }) => {
    const suffix = "suffix" in limits ? limits.suffix : "_clone";
    const fits = "u".repeat(longest);
    expect(await otherUser(fits, limits)).toBe(fits + suffix);

    const refusal = await otherUser(`${fits}u`, limits).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidSecretError);
    expect(refusal).toMatchObject({ field: "username" });
    expect((refusal as Error).message).toContain(`longer than the ${limits.maximumUsernameBytes} bytes`);
    expect((refusal as Error).message).toContain("Use a user with a shorter name.");
  });

  test("is measured in bytes, as engines store it", async () => {
    expect(await otherUser("ü".repeat(28))).toBe(`${"ü".repeat(28)}_clone`);
    await expect(otherUser("ü".repeat(29))).rejects.toThrow(InvalidSecretError);
  });

  test("that is the longest, and the second user's, still has the first beside it", async () => {
    const second = `${"u".repeat(57)}_clone`;
    expect(await otherUser(second)).toBe("u".repeat(57));
  });
});

describe("a host", () => {
  test.each([
    "orders.proxy-abcdefghijkl.us-east-1.rds.amazonaws.com",
    "read-only.endpoint.proxy-abcdefghijkl.eu-central-1.rds.amazonaws.com",
    "orders.proxy-abcdefghijkl.cn-north-1.rds.amazonaws.com.cn",
    "ORDERS.PROXY-ABCDEFGHIJKL.US-EAST-1.RDS.AMAZONAWS.COM",
  ])("%s is an RDS Proxy, where the second user cannot log in: it is refused", async (host) => {
    const refusal = await otherUser("app", {}, host).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnsupportedStrategyError);
    expect(refusal).toMatchObject({ field: "host" });
  });

  test.each([
    "orders.abcdefghijkl.us-east-1.rds.amazonaws.com",
    "orders.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com",
    "orders.cluster-ro-abcdefghijkl.us-east-1.rds.amazonaws.com",
    "proxy-abcdefghijkl.us-east-1.rds.amazonaws.com",
    "orders.proxy-abcdefghijkl.us-east-1.rds.amazonaws.com.example.com",
    "proxy.example.com",
  ])("%s is none", async (host) => {
    expect(await otherUser("app", {}, host)).toBe("app_clone");
  });
});

test("an engine without alternating users is refused, and what it has is told", async () => {
  const { alternatingUsers: _, ...alone } = postgres;
  const registry = {
    names: () => ["postgres"],
    load: async () => ({ ...alone, strategies: ["single-user"] as const }),
  };
  const secret = { engine: "postgres", host: "db.example.com", username: "app", password: "secret" };
  const current = await parseSecret(JSON.stringify(secret), "AWSCURRENT", registry);

  expect(() => alternatingUsers.nextUsername(current)).toThrow(UnsupportedStrategyError);
  expect(() => alternatingUsers.nextUsername(current)).toThrow("It has: single-user.");
});
