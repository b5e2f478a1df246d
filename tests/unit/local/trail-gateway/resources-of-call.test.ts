import { describe, expect, it } from "vitest";
import { accountId, answered, keyArn, otherKeyArn, recordFor, secretArn } from "./a-call.ts";

const kmsKey = (ARN: string) => ({ accountId, type: "AWS::KMS::Key", ARN });
const aliasArn = `arn:aws:kms:eu-central-1:${accountId}:alias/payroll`;

describe("the resources of a record", () => {
  it.each(["1234abcd-12ab-34cd-56ef-1234567890ab", "alias/payroll", keyArn])(
    "name the key by its ARN where the caller named it %s",
    async (KeyId) => {
      const { resources } = await recordFor({ eventName: "Encrypt", request: { KeyId } });
      expect(resources).toEqual([kmsKey(keyArn)]);
    },
  );

  it("name the key that KMS found out from a ciphertext", async () => {
    const { resources } = await recordFor({ eventName: "Decrypt" }, answered({ KeyId: keyArn }));
    expect(resources).toEqual([kmsKey(keyArn)]);
  });

  it("name the key that was created", async () => {
    const answer = answered({ KeyMetadata: { Arn: keyArn } });
    expect((await recordFor({ eventName: "CreateKey" }, answer)).resources).toEqual([kmsKey(keyArn)]);
  });

  it("name the key of another account with that account", async () => {
    const KeyId = keyArn.replace(accountId, "999988887777");
    const { resources } = await recordFor({ eventName: "Encrypt", request: { KeyId } });
    expect(resources).toEqual([{ ...kmsKey(KeyId), accountId: "999988887777" }]);
  });

  it("name both keys of ReEncrypt, the source first", async () => {
    const answer = answered({ SourceKeyId: otherKeyArn, KeyId: keyArn });
    const { resources } = await recordFor({ eventName: "ReEncrypt" }, answer);
    expect(resources).toEqual([kmsKey(otherKeyArn), kmsKey(keyArn)]);
  });

  it("name a new alias after its key, and one that is turned to another key before it", async () => {
    const request = { AliasName: "alias/payroll", TargetKeyId: otherKeyArn };
    const created = await recordFor({ eventName: "CreateAlias", request });
    expect(created.resources).toEqual([kmsKey(otherKeyArn), kmsKey(aliasArn)]);
    const updated = await recordFor({ eventName: "UpdateAlias", request });
    expect(updated.resources).toEqual([kmsKey(aliasArn), kmsKey(otherKeyArn)]);
  });

  it("name the key that an alias was deleted from, which nobody can look up any more", async () => {
    const request = { AliasName: "alias/payroll" };
    const record = await recordFor({ eventName: "DeleteAlias", request }, answered(), { keyBefore: keyArn });
    expect(record.resources).toEqual([kmsKey(aliasArn), kmsKey(keyArn)]);
    expect(record.responseElements).toEqual({ keyId: keyArn });
  });

  it.each(["ListKeys", "GenerateRandom"])("of KMS's %s are empty: it is about no key", async (eventName) => {
    expect((await recordFor({ eventName })).resources).toEqual([]);
  });

  it("are empty where the caller named a key that does not exist", async () => {
    const { resources } = await recordFor({ eventName: "Encrypt", request: { KeyId: "alias/nowhere" } });
    expect(resources).toEqual([]);
  });

  it("name the parameters that were read, without a type", async () => {
    const arns = ["a", "b"].map((name) => `arn:aws:ssm:eu-central-1:${accountId}:parameter/${name}`);
    const answer = answered({ Parameters: arns.map((ARN) => ({ ARN, Type: "String" })) });
    const { resources } = await recordFor(
      { eventSource: "ssm.amazonaws.com", eventName: "GetParameters" },
      answer,
    );
    expect(resources).toEqual(arns.map((ARN) => ({ accountId, ARN })));
  });

  it("name the role that is assumed", async () => {
    const request = { RoleArn: `arn:aws:iam::${accountId}:role/app`, RoleSessionName: "one" };
    const { resources } = await recordFor({
      eventSource: "sts.amazonaws.com",
      eventName: "AssumeRole",
      request,
    });
    expect(resources).toEqual([{ accountId, type: "AWS::IAM::Role", ARN: request.RoleArn }]);
  });

  it("are missing from Secrets Manager's records, as on AWS", async () => {
    const cares = { eventSource: "secretsmanager.amazonaws.com", eventName: "DescribeSecret" };
    expect(await recordFor(cares, answered({ ARN: secretArn }))).not.toHaveProperty("resources");
  });
});
