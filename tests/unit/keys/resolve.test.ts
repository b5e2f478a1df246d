import { describe, expect, it } from "vitest";
import {
  KeyLimitError,
  KeyNameError,
  KeyPermissionError,
  KeyStateError,
  requireState,
  resolveKey,
  UnknownKeyError,
} from "../../../shared/keys/index.ts";
import { aKey, answeringKms } from "./a-key.ts";

const { arn, metadata } = aKey();
const described = { DescribeKey: { KeyMetadata: { ...metadata, Arn: arn, KeyManager: "CUSTOMER" } } };

describe("finding a key", () => {
  it("asks KMS by what the name means, and tells where the key is", async () => {
    const { kms, sent } = answeringKms(described);
    expect(await resolveKey(kms, "prod-shop")).toMatchObject({
      name: "alias/prod-shop",
      arn,
      account: "111122223333",
      region: "us-east-1",
      awsManaged: false,
      state: "Enabled",
    });
    expect(sent).toEqual([["DescribeKey", { KeyId: "alias/prod-shop" }]]);
  });

  it("knows a key of AWS's by its manager, and by an alias that nobody else may have", async () => {
    const { kms } = answeringKms({
      DescribeKey: { KeyMetadata: { ...metadata, Arn: arn, KeyManager: "AWS" } },
    });
    expect((await resolveKey(kms, arn)).awsManaged).toBe(true);
    expect((await resolveKey(answeringKms(described).kms, "aws/s3")).awsManaged).toBe(true);
  });

  it("does not ask this Region for a key of another", async () => {
    const { kms, sent } = answeringKms(described);
    const finding = resolveKey(kms, arn.replace("us-east-1", "eu-west-1"));
    await expect(finding).rejects.toThrow(UnknownKeyError);
    await expect(finding).rejects.toThrow("is in eu-west-1, and us-east-1 was asked");
    expect(sent).toEqual([]);
  });

  it.each([
    ["NotFoundException", UnknownKeyError, /Check the name, the Region and the account/],
    ["InvalidArnException", UnknownKeyError, /Check the ARN/],
    ["AccessDeniedException", KeyPermissionError, /rekey access why/],
    ["LimitExceededException", KeyLimitError, /quota/],
    ["KMSInvalidStateException", KeyStateError, /rekey key show/],
  ])("says what %s means, and keeps it as the cause", async (name, Expected, message) => {
    const error = await resolveKey(answeringKms({ DescribeKey: name }).kms, "prod-shop").catch(
      (e: Error) => e,
    );
    expect(error).toBeInstanceOf(Expected);
    expect(error).toMatchObject({ message: expect.stringMatching(message), cause: { name } });
    expect(error).toMatchObject({ message: expect.stringContaining("alias/prod-shop") });
  });

  it("leaves other errors as they are", async () => {
    await expect(
      resolveKey(answeringKms({ DescribeKey: "KMSInternalException" }).kms, "x"),
    ).rejects.toMatchObject({
      name: "KMSInternalException",
    });
  });

  it("asks nothing for what is no name", async () => {
    const { kms, sent } = answeringKms(described);
    await expect(resolveKey(kms, "a b")).rejects.toThrow(KeyNameError);
    expect(sent).toEqual([]);
  });
});

describe("the state that something takes", () => {
  it.each([
    ["Disabled", /rekey key enable/],
    ["PendingDeletion", /rekey key undelete/],
    ["PendingReplicaDeletion", /rekey key undelete/],
    ["PendingImport", /import-key-material/],
    ["Unavailable", /rekey key show/],
  ] as const)("says what to do with a key that is %s", (KeyState, message) => {
    const require = () => requireState(aKey({ KeyState }), ["Enabled"], "rotate");
    expect(require).toThrow(KeyStateError);
    expect(require).toThrow(message);
    expect(require).toThrow(`alias/prod-shop is ${KeyState}: it cannot rotate.`);
  });

  it("is never that of an AWS managed key", () => {
    expect(() => requireState(aKey({ awsManaged: true }), ["Enabled"], "rotate")).toThrow(KeyStateError);
    expect(() => requireState(aKey(), ["Enabled"], "rotate")).not.toThrow();
  });
});
