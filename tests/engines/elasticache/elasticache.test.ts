import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { elasticache } from "../../../shared/rotation/engines/elasticache/engine.ts";
import type { SecretFields } from "../../../shared/rotation/index.ts";
import { type ElastiCacheApi, type Spoiling, startElastiCacheApi } from "./api.ts";

/* ElastiCache's API is a server of our own (see api.ts); the cache that its users log in to is a real Redis. */

const patient = 15_000;
const [one, two, three] = ["password-number-1", "password-number-2", "password-number-3"] as const;

let api: ElastiCacheApi;
let cache: RunningRedis;

beforeAll(async () => {
  cache = await startRedis();
  api = await startElastiCacheApi(async ({ name, passwords }) => {
    const rules = passwords.map((password) => `>${password}`);
    await cache.command("ACL", "SETUSER", name, "reset", "on", ...rules, "~*", "+@all");
  });
  vi.stubEnv("AWS_ENDPOINT_URL_ELASTICACHE", api.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY");
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await api?.stop();
  await cache?.stop();
});

beforeEach(() => begin(one));

afterEach(() => {
  api.spoil.clear();
  api.slowness = 0;
});

/** Makes the user take these passwords, in ElastiCache and in the cache. */
async function begin(...passwords: string[]): Promise<void> {
  api.users.set("app-id", { name: "app", status: "active", type: "password", passwords });
  await cache.command(
    "ACL",
    "SETUSER",
    "app",
    "reset",
    "on",
    ...passwords.map((password) => `>${password}`),
    "~*",
    "+@all",
  );
  api.requests.length = 0;
}

/** As AWS's rotation template has it. */
const bare = (password?: string, more: SecretFields = {}) =>
  elasticache.parse({
    user_arn: "arn:aws:elasticache:eu-central-1:123456789012:user:app-id",
    username: "app",
    ...(password === undefined ? {} : { password }),
    ...more,
  });

/** With a cache to log in to. */
const proved = (password: string) =>
  bare(password, { host: cache.host, port: cache.port, sslrootcert: cache.certificate.caPem });

const overlap = (() => {
  if (!elasticache.overlap) throw new Error("The engine lacks its strategy.");
  return elasticache.overlap;
})();

const passwords = () => api.users.get("app-id")?.passwords;
const modifications = () => api.requests.filter(({ action }) => action === "ModifyUser");

describe.each([
  ["a secret with user_arn, username and password", bare],
  ["a secret that names a cache too", proved],
])("For %s", (_, of) => {
  it("a password is added beside the current one", async () => {
    await overlap.add(of(one), of(one), of(two), patient);
    expect(passwords()).toEqual([two, one]);
    await expect(elasticache.logIn(of(two), patient)).resolves.toBeUndefined();
    await expect(elasticache.logIn(of(one), patient)).resolves.toBeUndefined();
  });

  it("a password is removed, and the kept one stays", async () => {
    await begin(two, one);
    await overlap.remove(of(two), of(two), of(one), patient);
    expect(passwords()).toEqual([two]);
    await expect(elasticache.logIn(of(two), patient)).resolves.toBeUndefined();
  });

  it("the third password takes the place of the first", async () => {
    await begin(two, one);
    await overlap.add(of(two), of(two), of(three), patient);
    expect(passwords()).toEqual([three, two]);
  });

  it("a change that takes its time is waited for, before and after", async () => {
    api.slowness = 3;
    await overlap.add(of(one), of(one), of(two), patient);
    await overlap.remove(of(two), of(two), of(one), patient);
    expect(passwords()).toEqual([two]);
    expect(api.users.get("app-id")?.status).toBe("active");
  });

  it("a change that takes longer than the call is begun, and said to be; a login waits for it", async () => {
    api.slowness = 1_000;
    await expect(overlap.add(of(one), of(one), of(two), 1_000)).rejects.toMatchObject({
      name: "ChangeInProgressError",
      code: "changing",
      isOwn: true,
    });
    expect(passwords()).toEqual([two, one]);
    await expect(elasticache.logIn(of(two), 500)).rejects.toMatchObject({
      name: "ChangeInProgressError",
      isOwn: false,
    });
  });

  it("a removal that takes longer than the call is begun once, and found done by the next", async () => {
    await begin(two, one);
    api.slowness = 8;
    const remove = () => overlap.remove(of(two), of(two), of(one), 800);
    await expect(remove()).rejects.toMatchObject({ name: "ChangeInProgressError", isOwn: true });
    await expect(remove()).rejects.toMatchObject({ name: "ChangeInProgressError", isOwn: false });
    await waitFor(
      async () =>
        remove().then(
          () => true,
          () => undefined,
        ),
      { what: "the end of the change", seconds: 20 },
    );
    expect(passwords()).toEqual([two]);
    expect(modifications()).toHaveLength(1);
  });

  it("a user that somebody else is changing is told when the time is over, and not changed", async () => {
    api.users.set("app-id", { name: "app", status: "modifying", type: "password", passwords: [one] });
    await expect(overlap.add(of(one), of(one), of(two), 500)).rejects.toMatchObject({
      name: "ChangeInProgressError",
      isOwn: false,
    });
    expect(modifications()).toEqual([]);
  });

  it("a change that somebody else began in between is waited for", async () => {
    api.spoil.set("ModifyUser", { status: 400, code: "InvalidUserState", times: 2 });
    await overlap.add(of(one), of(one), of(two), patient);
    expect(passwords()).toEqual([two, one]);
    expect(modifications()).toHaveLength(3);
  });

  it("removing again changes nothing", async () => {
    await begin(two, one);
    await overlap.remove(of(two), of(two), of(one), patient);
    await overlap.remove(of(two), of(two), of(one), patient);
    expect(modifications()).toHaveLength(1);
  });

  it("removing what is the kept password leaves it", async () => {
    await begin(two, one);
    await overlap.remove(of(one), of(one), of(one), patient);
    expect(passwords()).toEqual([two, one]);
  });

  it.each<[string, Spoiling]>([
    ["before ElastiCache has it", "cut before"],
    ["after ElastiCache did it", "cut after"],
  ])("a call that is cut off %s is finished by the next", async (_, spoiling) => {
    api.spoil.set("ModifyUser", spoiling);
    await expect(overlap.add(of(one), of(one), of(two), 3_000)).rejects.toMatchObject({
      name: "HostUnreachableError",
    });
    expect(passwords()).toContain(one);
    api.spoil.clear();
    await overlap.add(of(one), of(one), of(two), patient);
    expect(passwords()).toEqual([two, one]);

    api.spoil.set("ModifyUser", spoiling);
    await expect(overlap.remove(of(two), of(two), of(one), 3_000)).rejects.toMatchObject({
      name: "HostUnreachableError",
    });
    expect(passwords()).toContain(two);
    api.spoil.clear();
    await overlap.remove(of(two), of(two), of(one), patient);
    expect(passwords()).toEqual([two]);
  });
});

describe("Where a cache can be asked", () => {
  it("adding again changes nothing", async () => {
    await overlap.add(proved(one), proved(one), proved(two), patient);
    await overlap.add(proved(one), proved(one), proved(two), patient);
    expect(modifications()).toHaveLength(1);
  });

  it("removing a password that was never added changes nothing", async () => {
    await begin(one, three);
    await overlap.remove(proved(one), proved(one), proved(two), patient);
    expect(passwords()).toEqual([one, three]);
  });

  it("a wrong password is refused although ElastiCache says that the user is active", async () => {
    await expect(elasticache.logIn(proved(two), patient)).rejects.toMatchObject({
      name: "AuthenticationError",
      code: "authentication",
    });
  });

  it("its certificate must verify", async () => {
    const credential = bare(one, { host: cache.host, port: cache.port });
    await expect(elasticache.logIn(credential, patient)).rejects.toMatchObject({
      name: "TlsVerificationError",
    });
  });

  it("one that cannot be reached is told", async () => {
    const credential = bare(one, { host: "localhost", port: 1 });
    await expect(elasticache.logIn(credential, patient)).rejects.toMatchObject({
      name: "HostUnreachableError",
    });
  });
});

describe("A secret that has no password yet", () => {
  it("gets its first one", async () => {
    await expect(elasticache.logIn(bare(), patient)).resolves.toBeUndefined();
    await overlap.add(bare(), bare(), bare(two), patient);
    expect(passwords()).toEqual([two]);
  });

  it("leaves the user with the one that it has when that is taken back", async () => {
    await begin(two);
    await overlap.remove(bare(), bare(), bare(two), patient);
    expect(passwords()).toEqual([two]);
  });
});

describe("What ElastiCache refuses, or is not as the secret says", () => {
  const add = (password: string = two, timeoutMs = patient) =>
    overlap.add(bare(one), bare(one), bare(password), timeoutMs);

  it.each([
    ["shorter than 16", "x".repeat(15)],
    ["longer than 128", "x".repeat(129)],
  ])("a password that is %s characters is rejected before any call", async (_, password) => {
    await expect(add(password)).rejects.toMatchObject({
      name: "PasswordRejectedError",
      code: "password-policy",
    });
    expect(api.requests).toEqual([]);
  });

  it("a user that does not exist", async () => {
    api.users.delete("app-id");
    await expect(add()).rejects.toMatchObject({ name: "EngineError", code: "answer" });
    await expect(elasticache.logIn(bare(one), patient)).rejects.toMatchObject({
      name: "EngineError",
      message: expect.stringContaining("user_arn"),
    });
  });

  it("a user that is being deleted", async () => {
    api.users.set("app-id", { name: "app", status: "deleting", type: "password", passwords: [one] });
    await expect(add()).rejects.toMatchObject({
      name: "EngineError",
      message: expect.stringContaining("deleting"),
    });
  });

  it("a user with another name", async () => {
    api.users.set("app-id", { name: "other", status: "active", type: "password", passwords: [one] });
    await expect(add()).rejects.toMatchObject({
      name: "EngineError",
      message: expect.stringContaining('"other"'),
    });
    expect(modifications()).toEqual([]);
  });

  it.each(["iam", "no-password"] as const)("a user that logs in by %s", async (type) => {
    api.users.set("app-id", { name: "app", status: "active", type, passwords: [] });
    await expect(add()).rejects.toMatchObject({ name: "EngineError", code: "answer" });
    expect(modifications()).toEqual([]);
  });

  it.each<[string, string, string, Exclude<Spoiling, string>]>([
    ["EngineError", "privilege", "ModifyUser", { status: 403, code: "AccessDenied" }],
    ["EngineError", "privilege", "DescribeUsers", { status: 403, code: "AccessDenied" }],
    ["EngineError", "privilege", "ModifyUser", { status: 403, code: "InvalidClientTokenId" }],
    ["HostUnreachableError", "quota", "ModifyUser", { status: 400, code: "Throttling" }],
    ["HostUnreachableError", "connect", "ModifyUser", { status: 500, code: "InternalFailure" }],
    ["ChangeInProgressError", "changing", "ModifyUser", { status: 400, code: "InvalidUserState" }],
    ["EngineError", "answer", "ModifyUser", { status: 400, code: "InvalidParameterCombination" }],
    ["EngineError", "answer", "ModifyUser", { status: 404, code: "ServiceLinkedRoleNotFoundFault" }],
    [
      "PasswordRejectedError",
      "password-policy",
      "ModifyUser",
      {
        status: 400,
        code: "InvalidParameterValue",
        message: `The password ${two} has a character that is not allowed.`,
      },
    ],
  ])("is an %s with the code %s: %s, %j", async (name, code, action, spoiling) => {
    api.spoil.set(action, spoiling);
    const error = await add(two, 6_000).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name, code });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(two);
  });

  it("an API that does not answer", async () => {
    api.spoil.set("DescribeUsers", "no answer");
    await expect(add(two, 500)).rejects.toMatchObject({
      name: "HostUnreachableError",
      message: expect.stringContaining("eu-central-1"),
    });
  });
});
