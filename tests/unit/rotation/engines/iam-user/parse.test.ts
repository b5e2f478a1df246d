import { describe, expect, test } from "vitest";
import { iamUser } from "../../../../../shared/rotation/engines/iam-user/engine.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const canary = "canary/9f3TqX+bPxRfiCYzEXAMPLEKEYwJalrXU";

function secret(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const fields = {
    engine: "iam-user",
    username: "billing",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: canary,
  };
  return JSON.parse(JSON.stringify({ ...fields, ...changes }));
}

describe("a secret of an IAM user", () => {
  test("is of IAM and of its user", () => {
    expect(iamUser.parse(secret())).toEqual({
      engine: "iam-user",
      username: "billing",
      system: "IAM",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: canary,
      region: undefined,
      createdAt: undefined,
    });
  });

  test("knows when its key was made, and its Region, where it says so", () => {
    expect(
      iamUser.parse(secret({ createDate: "1970-01-01T00:00:01.000Z", region: "us-gov-west-1" })),
    ).toMatchObject({
      createdAt: 1_000,
      region: "us-gov-west-1",
    });
  });

  test("keeps two keys at a time, always", () => {
    expect(iamUser.strategies).toEqual(["overlap"]);
  });

  test.each<[field: string, why: string, value: unknown]>([
    ["engine", "missing", undefined],
    ["username", "missing", undefined],
    ["username", "a path", "applications/billing"],
    ["username", "an ARN", "arn:aws:iam::123456789012:user/billing"],
    ["username", "longer than IAM has it", "b".repeat(65)],
    ["accessKeyId", "missing", undefined],
    ["accessKeyId", "too short", "AKIA"],
    ["accessKeyId", "the secret itself", canary],
    ["secretAccessKey", "missing", undefined],
    ["secretAccessKey", "empty", ""],
    ["secretAccessKey", "a number", 17],
    ["region", "another host", "evil.example.com/#"],
    ["region", "empty", ""],
    ["createDate", "no time", "yesterday"],
    ["createDate", "a number", 17],
  ])("is refused where %s is %s", (field, _, value) => {
    const refused = expect.objectContaining({
      name: "InvalidSecretError",
      field,
      message: expect.not.stringContaining(canary),
    });
    expect(() => iamUser.parse(secret({ [field]: value }))).toThrow(refused);
    expect(() => iamUser.parse(secret({ [field]: value }))).toThrow(InvalidSecretError);
  });
});
