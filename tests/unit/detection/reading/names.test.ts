import { describe, expect, it } from "vitest";
import {
  accountIn,
  arnOf,
  arnOfBucket,
  foreignAccountIn,
  keyOf,
  lastPart,
} from "../../../../shared/detection/reading/index.ts";
import { aRecord } from "../../trail/a-record.ts";
import { settingsWith } from "../settings-with.ts";

describe("an ARN", () => {
  it.each([
    ["eu-central-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("in %s is of the partition %s", (awsRegion, partition) => {
    const record = aRecord({ awsRegion });
    expect(arnOf(record, "ssm", "parameter/a")).toBe(
      `arn:${partition}:ssm:${awsRegion}:111122223333:parameter/a`,
    );
    expect(arnOf(record, "iam", "user/a")).toBe(`arn:${partition}:iam::111122223333:user/a`);
    expect(arnOfBucket(record, "logs")).toBe(`arn:${partition}:s3:::logs`);
  });

  it.each([
    ["arn:aws:kms:eu-central-1:999988887777:key/1", "999988887777"],
    ["arn:aws:s3:::bucket", undefined],
    ["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", undefined],
    ["alias/app", undefined],
  ])("%s has the account %s", (arn, account) => {
    expect(accountIn(arn)).toBe(account);
  });

  it("is foreign if its account is neither the record's nor trusted", () => {
    const arn = "arn:aws:kms:eu-central-1:999988887777:key/1";
    expect(foreignAccountIn(arn, aRecord(), settingsWith())).toBe("999988887777");
    expect(
      foreignAccountIn(arn, aRecord(), settingsWith({ trustedAccounts: ["999988887777"] })),
    ).toBeUndefined();
    expect(
      foreignAccountIn(arn, aRecord({ recipientAccountId: "999988887777" }), settingsWith()),
    ).toBeUndefined();
  });
});

describe("the key that a call is about", () => {
  const arn = "arn:aws:kms:eu-central-1:111122223333:key/1";

  it.each([
    ["its resources", { resources: [{ ARN: arn }], requestParameters: { keyId: "alias/app" } }],
    ["what KMS answered", { requestParameters: { keyId: "1" }, responseElements: { keyId: arn } }],
    ["what a new key is called", { requestParameters: {}, responseElements: { keyMetadata: { arn } } }],
  ])("is known by %s", (_, cares) => {
    expect(keyOf(aRecord(cares))).toBe(arn);
  });

  it("is what the request names, where nothing more is known", () => {
    expect(keyOf(aRecord({ requestParameters: { keyId: "alias/app" } }))).toBe("alias/app");
    expect(keyOf(aRecord({ requestParameters: null }))).toBe("unknown key");
  });
});

describe("the last part of a name", () => {
  it.each([
    ["https://sqs.eu-central-1.amazonaws.com/111122223333/rekey-prod-trail", "rekey-prod-trail"],
    ["arn:aws:lambda:eu-central-1:111122223333:function:rekey-prod-detect", "rekey-prod-detect"],
    ["rekey-prod", "rekey-prod"],
  ])("of %s is %s", (name, last) => {
    expect(lastPart(name)).toBe(last);
  });
});
