import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountOf, keysOf, secretOf } from "../../../shared/trail/index.ts";
import { aRecord } from "./a-record.ts";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const named = (secretId: unknown) => secretOf(aRecord({ requestParameters: { secretId } }));

describe("secretOf", () => {
  it("tells one secret by its name, its ARN and its ARN without the last six characters", () => {
    // Secrets Manager asks for names that do not end as its ARNs do.
    const name = fc
      .stringMatching(/^[A-Za-z0-9/_+=.@-]{1,60}$/)
      .filter((text) => !/-[A-Za-z0-9]{6}$/.test(text));
    fc.assert(
      fc.property(name, fc.stringMatching(/^[A-Za-z0-9]{6}$/), (given, suffix) => {
        const arn = `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${given}`;
        const expected = `111122223333/eu-central-1/${given}`;
        expect([named(given), named(`${arn}-${suffix}`), named(arn)]).toEqual([expected, expected, expected]);
      }),
    );
  });

  it("tells the secret of another account and region from the one of the same name here", () => {
    const foreign = "arn:aws:secretsmanager:us-east-1:999988887777:secret:prod/db-a1b2c3";
    expect(named(foreign)).toBe("999988887777/us-east-1/prod/db");
    expect(named("prod/db")).toBe("111122223333/eu-central-1/prod/db");
  });

  it("knows the partitions of China and of governments", () => {
    const arn = "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:prod/db-a1b2c3";
    expect(named(arn)).toBe("111122223333/cn-north-1/prod/db");
  });

  it("tells the secret that an event of Secrets Manager itself is about", () => {
    const SecretId = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-a1b2c3";
    const record = aRecord({
      eventName: "RotationFailed",
      requestParameters: null,
      additionalEventData: { SecretId },
    });
    expect(secretOf(record)).toBe("111122223333/eu-central-1/prod/db");
  });

  it.each([
    ["no parameters", aRecord({ requestParameters: null })],
    ["no secretId", aRecord({ requestParameters: {} })],
    ["an empty secretId", aRecord({ requestParameters: { secretId: "" } })],
    ["a secretId that is no text", aRecord({ requestParameters: { secretId: ["prod/db"] } })],
  ])("tells none for a record with %s", (_, record) => {
    expect(secretOf(record)).toBeUndefined();
  });
});

describe("keysOf", () => {
  it("names the keys that the record's resources name", () => {
    const other = keyArn.replace("1234abcd", "0987dcba");
    const resources = [
      { ARN: keyArn, type: "AWS::KMS::Key", accountId: "111122223333" },
      { ARN: "arn:aws:s3:::bucket", type: "AWS::S3::Bucket" },
      { ARN: other, type: "AWS::KMS::Key" },
      { type: "AWS::KMS::Key" },
    ];
    expect(keysOf(aRecord({ resources, requestParameters: { keyId: "alias/x" } }))).toEqual([keyArn, other]);
  });

  it("names the key and not the alias, which has the key's type, and a key whose type is not told", () => {
    const alias = { ARN: "arn:aws:kms:eu-central-1:111122223333:alias/payroll", type: "AWS::KMS::Key" };
    expect(keysOf(aRecord({ resources: [alias, { ARN: keyArn }] }))).toEqual([keyArn]);
  });

  it.each(["alias/payroll", "1234abcd-12ab-34cd-56ef-1234567890ab", keyArn])(
    "falls back on the key as the caller named it: %s",
    (keyId) => {
      expect(keysOf(aRecord({ requestParameters: { keyId } }))).toEqual([keyId]);
    },
  );

  it.each([
    ["parameters without a key", aRecord({ requestParameters: {} })],
    ["no parameters", aRecord({ requestParameters: null })],
    ["a keyId that is no text", aRecord({ requestParameters: { keyId: 7 } })],
  ])("names none for a record with %s", (_, record) => {
    expect(keysOf(record)).toEqual([]);
  });
});

describe("accountOf", () => {
  it("is the account that received the record, not the caller's", () => {
    expect(accountOf(aRecord({ recipientAccountId: "999988887777" }))).toBe("999988887777");
  });

  it("is the caller's where the record does not tell who received it", () => {
    expect(accountOf({ ...aRecord(), recipientAccountId: undefined })).toBe("111122223333");
  });
});
