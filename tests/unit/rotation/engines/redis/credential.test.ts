import { describe, expect, it } from "vitest";
import { redis } from "../../../../../shared/rotation/engines/redis/engine.ts";

const secret = { engine: "redis", host: "cache.example.com", username: "app", password: "canary" };
const certificate = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----";
const key = "-----BEGIN EC PRIVATE KEY-----\nMII\n-----END EC PRIVATE KEY-----";

describe("A secret for Redis", () => {
  it("needs host, username and password, and is safe where it says no more", () => {
    expect(redis.parse(secret)).toMatchObject({
      system: "cache.example.com:6379",
      port: 6_379,
      username: "app",
      tls: true,
      persist: true,
    });
  });

  it.each(["redis", "valkey"])("may be of the engine %s", (engine) => {
    expect(redis.parse({ ...secret, engine }).engine).toBe(engine);
  });

  it.each([false, "false"])("says that a restart needs no care by %j", (persist) => {
    expect(redis.parse({ ...secret, persist }).persist).toBe(false);
  });

  it("may have a client's certificate and key", () => {
    expect(redis.parse({ ...secret, sslcert: certificate, sslkey: key })).toMatchObject({
      sslcert: certificate,
      sslkey: key,
    });
  });

  it.each([
    ["host", { host: undefined }],
    ["username", { username: undefined }],
    ["password", { password: "" }],
    ["port", { port: 0 }],
    ["ssl", { ssl: "perhaps" }],
    ["sslrootcert", { sslrootcert: "/etc/ssl/ca.pem" }],
    ["persist", { persist: "perhaps" }],
    ["sslcert", { sslcert: "/etc/ssl/client.pem", sslkey: key }],
    ["sslkey", { sslcert: certificate, sslkey: certificate }],
    ["sslkey", { sslcert: certificate }],
    ["sslcert", { sslkey: key }],
    ["username", { username: "two words" }],
    ["username", { username: "zero\0" }],
  ])("with a wrong %s is refused by that name, without any value", (field, wrong) => {
    const parse = () => redis.parse({ ...secret, ...wrong });
    expect(parse).toThrow(expect.objectContaining({ name: "InvalidSecretError", field }));
    expect(parse).not.toThrow(/canary/);
  });

  it("gets a new password, and keeps everything else", async () => {
    const fields = { ...secret, note: "kept", port: "6380" };
    const world = {
      newPassword: async () => "new",
      versionId: "c2b1f8c0-6f0e-4c58-9d9b-1b9b3c2f7a11",
      labelled: async () => [],
      timeoutMs: 1_000,
    };
    expect(await redis.next(fields, "app", world)).toEqual({ ...fields, password: "new" });
  });
});
