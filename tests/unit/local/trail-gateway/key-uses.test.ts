import { describe, expect, it } from "vitest";
import { accountId, alice, answered, keyArn, recordsFor, refused, secretArn } from "./a-call.ts";

const parameterArn = `arn:aws:ssm:eu-central-1:${accountId}:parameter/app/key`;

/** Names of the events that a call leaves, in their order, with the version that KMS was asked about. */
async function eventsOf(
  eventName: string,
  request: object,
  answer = answered({ ARN: secretArn, VersionId: "v-1" }),
) {
  const records = await recordsFor(
    { eventSource: "secretsmanager.amazonaws.com", eventName, request: { ...request } },
    answer,
  );
  return records.map(({ eventName: name, requestParameters }) => {
    const context = requestParameters?.encryptionContext as { SecretVersionId?: string } | undefined;
    return context ? `${name} ${context.SecretVersionId}` : name;
  });
}

describe("the KMS calls behind a call", () => {
  it("show as the caller's, made by Secrets Manager, under the context of the secret's version", async () => {
    const [read, decrypt, ...more] = await recordsFor(
      {
        eventSource: "secretsmanager.amazonaws.com",
        eventName: "GetSecretValue",
        request: { SecretId: "prod/db" },
      },
      answered({ ARN: secretArn, VersionId: "v-1", SecretString: "s3cret" }),
    );
    expect(more).toEqual([]);
    expect(decrypt).toMatchObject({
      eventVersion: "1.11",
      eventTime: read?.eventTime,
      userIdentity: { ...alice, invokedBy: "secretsmanager.amazonaws.com" },
      eventSource: "kms.amazonaws.com",
      eventName: "Decrypt",
      sourceIPAddress: "secretsmanager.amazonaws.com",
      userAgent: "secretsmanager.amazonaws.com",
      requestParameters: {
        encryptionContext: { SecretARN: secretArn, SecretVersionId: "v-1" },
        encryptionAlgorithm: "SYMMETRIC_DEFAULT",
      },
      responseElements: null,
      readOnly: true,
      resources: [{ accountId, type: "AWS::KMS::Key", ARN: keyArn }],
      recipientAccountId: accountId,
    });
    expect(decrypt?.requestParameters).not.toHaveProperty("keyId");
    expect(new Set([read?.eventID, decrypt?.eventID, read?.requestID, decrypt?.requestID]).size).toBe(4);
  });

  it("ask for a data key where a value is written", async () => {
    expect(await eventsOf("PutSecretValue", { SecretString: "s3cret" })).toEqual([
      "PutSecretValue",
      "GenerateDataKey v-1",
    ]);
    const [, generate] = await recordsFor(
      {
        eventSource: "secretsmanager.amazonaws.com",
        eventName: "CreateSecret",
        request: { Name: "prod/db", SecretBinary: "AQID" },
      },
      answered({ ARN: secretArn, VersionId: "v-1" }),
    );
    expect(generate?.requestParameters).toEqual({
      keyId: keyArn,
      keySpec: "AES_256",
      encryptionContext: { SecretARN: secretArn, SecretVersionId: "v-1" },
    });
  });

  it("try a key that a secret is given, first", async () => {
    expect(await eventsOf("CreateSecret", { SecretString: "s3cret", KmsKeyId: "alias/payroll" })).toEqual([
      "CreateSecret",
      "GenerateDataKey RequestToValidateKeyAccess",
      "Decrypt RequestToValidateKeyAccess",
      "GenerateDataKey v-1",
    ]);
    expect(await eventsOf("UpdateSecret", { KmsKeyId: "alias/payroll" })).toHaveLength(3);
  });

  it("are none where no value is read or written", async () => {
    expect(await eventsOf("UpdateSecret", { Description: "new" })).toEqual(["UpdateSecret"]);
    expect(await eventsOf("DescribeSecret", { SecretId: "prod/db" })).toEqual(["DescribeSecret"]);
  });

  it("are none where the call was refused", async () => {
    const refusal = refused("ResourceNotFoundException");
    expect(await eventsOf("GetSecretValue", { SecretId: "nowhere" }, refusal)).toEqual(["GetSecretValue"]);
  });

  it("read each secret of a batch, and the batch leaves a GetSecretValue for each", async () => {
    const other = secretArn.replace("prod/db", "prod/mail");
    const SecretValues = [
      { ARN: secretArn, VersionId: "v-1", SecretString: "s3cret" },
      { ARN: other, VersionId: "v-2", SecretString: "s3cret" },
    ];
    const records = await recordsFor(
      { eventSource: "secretsmanager.amazonaws.com", eventName: "BatchGetSecretValue" },
      answered({ SecretValues }),
    );
    expect(records.map(({ eventName, requestParameters: p }) => [eventName, p?.secretId])).toEqual([
      ["BatchGetSecretValue", undefined],
      ["GetSecretValue", secretArn],
      ["Decrypt", undefined],
      ["GetSecretValue", other],
      ["Decrypt", undefined],
    ]);
  });

  it("decrypt the secure parameters that are read with decryption, under the parameter's ARN", async () => {
    const Parameters = [
      { Name: "/app/key", Type: "SecureString", ARN: parameterArn, Value: "s3cret" },
      { Name: "/app/host", Type: "String", ARN: "arn:host", Value: "localhost" },
    ];
    const read = (request: object) =>
      recordsFor(
        { eventSource: "ssm.amazonaws.com", eventName: "GetParameters", request: { ...request } },
        answered({ Parameters }),
      );
    const [, decrypt, ...more] = await read({ WithDecryption: true });
    expect(more).toEqual([]);
    expect(decrypt).toMatchObject({
      eventName: "Decrypt",
      userIdentity: { ...alice, invokedBy: "ssm.amazonaws.com" },
      sourceIPAddress: "ssm.amazonaws.com",
      requestParameters: { encryptionContext: { PARAMETER_ARN: parameterArn } },
    });
    expect(await read({})).toHaveLength(1);
  });

  it.each(["/app/key", "app/key"])("encrypt the secure parameter %s that is written", async (Name) => {
    const put = (Type: string) =>
      recordsFor({
        eventSource: "ssm.amazonaws.com",
        eventName: "PutParameter",
        request: { Name, Type, Value: "s3cret" },
      });
    expect((await put("SecureString"))[1]).toMatchObject({
      eventName: "Encrypt",
      requestParameters: {
        keyId: keyArn,
        encryptionContext: { PARAMETER_ARN: parameterArn },
        encryptionAlgorithm: "SYMMETRIC_DEFAULT",
      },
    });
    expect(await put("String")).toHaveLength(1);
  });
});
