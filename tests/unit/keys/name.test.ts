import { describe, expect, it } from "vitest";
import { KeyNameError, parseKeyName } from "../../../shared/keys/index.ts";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:eu-central-1:111122223333:key/${id}`;

describe("the name of a key", () => {
  it.each([
    ["an alias", "alias/prod-shop", "alias/prod-shop"],
    ["an alias without its prefix", "prod-shop", "alias/prod-shop"],
    ["an alias of AWS", "aws/s3", "alias/aws/s3"],
    ["an id", id, id],
    ["the id of a multi-Region key", `mrk-${"0".repeat(32)}`, `mrk-${"0".repeat(32)}`],
    ["the ARN of a key", arn, arn],
    [
      "the ARN of an alias",
      "arn:aws:kms:eu-central-1:111122223333:alias/x",
      "arn:aws:kms:eu-central-1:111122223333:alias/x",
    ],
  ])("may be %s", (_, text, keyId) => {
    expect(parseKeyName(text).keyId).toBe(keyId);
  });

  it("tells the Region where it is an ARN", () => {
    expect(parseKeyName(arn).region).toBe("eu-central-1");
    expect(parseKeyName("alias/x").region).toBeUndefined();
  });

  it.each([
    ["", "nothing"],
    ["alias/", "an alias without a name"],
    ["prod shop", "a space"],
    [`alias/${"x".repeat(251)}`, "an alias of 257 characters"],
    ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:x", "the ARN of a secret"],
    ["arn:aws:kms:eu-central-1:111122223333:key", "an ARN without an id"],
    ["alias/x\nalias/y", "two lines"],
  ])("is not %j: %s", (text) => {
    expect(() => parseKeyName(text)).toThrow(KeyNameError);
  });
});
