import { describe, expect, it } from "vitest";
import { elasticache } from "../../../../../shared/rotation/engines/elasticache/engine.ts";

const secret = {
  user_arn: "arn:aws:elasticache:eu-central-1:123456789012:user:app-id",
  username: "app",
  password: "canary-canary-canary",
};

describe("A secret for an ElastiCache user", () => {
  it("needs no more than AWS's rotation template asks for", () => {
    expect(elasticache.parse(secret)).toEqual({
      engine: "elasticache",
      username: "app",
      system: secret.user_arn,
      userId: "app-id",
      region: "eu-central-1",
      password: secret.password,
      server: undefined,
    });
  });

  it("needs no password before its first rotation", () => {
    const { password: _, ...fields } = secret;
    expect(elasticache.parse({ ...fields, host: "cache.example.com" })).toMatchObject({
      password: undefined,
      server: undefined,
    });
  });

  it("may name a cache, which takes encrypted logins unless it says otherwise", () => {
    const { server } = elasticache.parse({ ...secret, engine: "elasticache", host: "cache.example.com" });
    expect(server).toMatchObject({ host: "cache.example.com", port: 6_379, username: "app", tls: true });
    expect(elasticache.parse({ ...secret, host: "cache.example.com", ssl: false }).server?.tls).toBe(false);
  });

  it("may be in another partition", () => {
    const user_arn = "arn:aws-cn:elasticache:cn-north-1:123456789012:user:App-1";
    expect(elasticache.parse({ ...secret, user_arn })).toMatchObject({
      region: "cn-north-1",
      userId: "App-1",
    });
  });

  it.each([
    ["user_arn", { user_arn: undefined }],
    ["user_arn", { user_arn: "arn:aws:elasticache:eu-central-1:123456789012:usergroup:app" }],
    ["user_arn", { user_arn: "arn:aws:iam::123456789012:user/app" }],
    ["user_arn", { user_arn: `${secret.user_arn} ` }],
    ["username", { username: undefined }],
    ["password", { password: "" }],
    ["password", { password: 7 }],
    ["host", { host: "redis://app:canary@cache.example.com" }],
    ["port", { host: "cache.example.com", port: 0 }],
    ["ssl", { host: "cache.example.com", ssl: "perhaps" }],
  ])("with a wrong %s is refused by that name, without any value", (field, wrong) => {
    const parse = () => elasticache.parse({ ...secret, ...wrong });
    expect(parse).toThrow(expect.objectContaining({ name: "InvalidSecretError", field }));
    expect(parse).not.toThrow(/canary/);
  });
});

describe("The next version", () => {
  const next = (made: string) => {
    const rules: unknown[] = [];
    const world = {
      newPassword: async (asked?: object) => {
        rules.push(asked);
        return made;
      },
      labelled: async () => [],
      versionId: "version",
      timeoutMs: 1_000,
    };
    return { value: elasticache.next({ ...secret, note: "kept" }, "app", world), rules };
  };

  it("has a new password of a length that ElastiCache takes, and everything else as it was", async () => {
    const { value, rules } = next("x".repeat(128));
    expect(await value).toEqual({ ...secret, note: "kept", password: "x".repeat(128) });
    expect(rules).toEqual([{ maximumLength: 128 }]);
  });

  it("is not made with a password that ElastiCache would reject", async () => {
    await expect(next("x".repeat(15)).value).rejects.toMatchObject({
      name: "PasswordRejectedError",
      message: expect.stringContaining("16 to 128"),
    });
  });
});
