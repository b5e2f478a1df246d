import { describe, expect, it } from "vitest";
import {
  createKey,
  dollarsAMonth,
  KeyExistsError,
  KeyNameError,
  KeyPeriodError,
  type KeyWish,
  keyKind,
  keySpecs,
  noRoles,
  WantedKeyError,
  wantedKey,
} from "../../../shared/keys/index.ts";
import { aKey, answeringKms } from "./a-key.ts";

const place = { partition: "aws", account: "111122223333", region: "us-east-1" };
const wish: KeyWish = {
  purpose: "shop",
  environment: "prod",
  kind: keyKind(),
  multiRegion: false,
  roles: noRoles,
};

describe("a wanted key", () => {
  it("has alias, description, tags and the usual period by its name and environment", () => {
    expect(wantedKey({ ...wish, tags: { team: "web" } }, place)).toMatchObject({
      alias: "alias/prod-shop",
      description: "shop in prod",
      tags: { team: "web", purpose: "shop", environment: "prod" },
      periodInDays: 365,
    });
  });

  it("has no period where KMS does not rotate, and refuses one", () => {
    const kind = keyKind("RSA_2048");
    expect(wantedKey({ ...wish, kind }, place).periodInDays).toBeUndefined();
    expect(() => wantedKey({ ...wish, kind, periodInDays: 90 }, place)).toThrow(WantedKeyError);
  });

  it.each([
    ["no name", { purpose: "" }, KeyNameError],
    ["a space", { purpose: "a b" }, KeyNameError],
    ["a sign at its end", { environment: "prod-" }, KeyNameError],
    ["more than 256 characters", { purpose: "x".repeat(250) }, KeyNameError],
    ["a long description", { description: "x".repeat(8193) }, WantedKeyError],
    ["a tag that is its own", { tags: { purpose: "x" } }, WantedKeyError],
    ["a tag of AWS's", { tags: { "aws:x": "" } }, WantedKeyError],
    ["a tag with a long value", { tags: { x: "x".repeat(257) } }, WantedKeyError],
    [
      "more tags than a key has",
      { tags: Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`tag-${index}`, ""])) },
      WantedKeyError,
    ],
    ["a period that is too short", { periodInDays: 89 }, KeyPeriodError],
  ])("is refused for %s", (_, more, Expected) => {
    expect(() => wantedKey({ ...wish, ...more }, place)).toThrow(Expected);
  });
});

describe("a key whose alias is taken", () => {
  it("is not made where the policy of the other key cannot be read as one", async () => {
    const { metadata, arn, id } = aKey();
    const { kms, sent } = answeringKms({
      ListAliases: { Aliases: [{ AliasName: "alias/prod-shop", TargetKeyId: id }] },
      DescribeKey: { KeyMetadata: { ...metadata, Arn: arn } },
      GetKeyPolicy: { Policy: "no JSON" },
    });
    await expect(createKey(kms, wantedKey(wish, place))).rejects.toThrow(KeyExistsError);
    expect(sent.map(([name]) => name)).toEqual(["ListAliases", "DescribeKey", "GetKeyPolicy"]);
  });
});

describe("the kind of a key", () => {
  it.each([
    ["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"],
    ["RSA_4096", "ENCRYPT_DECRYPT"],
    ["ECC_NIST_P256", "SIGN_VERIFY"],
    ["HMAC_512", "GENERATE_VERIFY_MAC"],
    ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE"],
  ] as const)("of spec %s is usually for %s", (spec, usage) => {
    expect(keyKind(spec)).toEqual({ spec, usage });
  });

  it("is refused where the spec is not for it", () => {
    expect(() => keyKind("HMAC_256", "SIGN_VERIFY")).toThrow(WantedKeyError);
    expect(keyKind("ECC_NIST_P256", "KEY_AGREEMENT").usage).toBe("KEY_AGREEMENT");
  });

  it("gives every spec a policy", () => {
    for (const spec of keySpecs)
      expect(wantedKey({ ...wish, kind: keyKind(spec) }, place).policy.Statement).toHaveLength(1);
  });
});

describe("the cost of a key", () => {
  it("grows with its first two rotations, and no more", () => {
    expect([0, 1, 2, 3].map(dollarsAMonth)).toEqual([1, 2, 3, 3]);
  });
});
