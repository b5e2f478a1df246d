import { describe, expect, it } from "vitest";
import { cloudTrailRecordSchema } from "../../../../shared/trail/index.ts";
import { accountId, alice, answered, keyArn, recordFor, refused } from "./a-call.ts";

const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const secretsManager = { eventSource: "secretsmanager.amazonaws.com" };

describe("a record", () => {
  it("tells who called what from where and when, as CloudTrail's event version 1.11 does", async () => {
    const record = await recordFor({ eventName: "DescribeKey", request: { KeyId: keyId } });
    expect(record).toEqual({
      eventVersion: "1.11",
      userIdentity: alice,
      eventTime: "2026-03-01T12:00:00Z",
      eventSource: "kms.amazonaws.com",
      eventName: "DescribeKey",
      awsRegion: "eu-central-1",
      sourceIPAddress: "192.0.2.7",
      userAgent: "aws-cli/2.15",
      requestParameters: { keyId },
      responseElements: null,
      requestID: "11111111-2222-3333-4444-555555555555",
      eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      readOnly: true,
      resources: [{ accountId, type: "AWS::KMS::Key", ARN: keyArn }],
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: "Management",
    });
    expect(cloudTrailRecordSchema.parse(record)).toEqual(record);
  });

  it("has an id of its own, and one for the request if the service gave none", async () => {
    const answer = { ...answered(), requestId: undefined };
    const records = [await recordFor({}, answer), await recordFor({}, answer)];
    const ids = records.flatMap(({ eventID, requestID }) => [eventID, requestID]);
    expect(new Set(ids).size).toBe(4);
    expect(ids).not.toContain(undefined);
  });

  it("keeps no more of a user agent than CloudTrail does", async () => {
    const { userAgent } = await recordFor({ userAgent: "x".repeat(5_000) });
    expect(userAgent).toHaveLength(1_024);
  });
});

describe("the parameters of a record", () => {
  it.each([
    [
      "Decrypt",
      { CiphertextBlob: "AQID", EncryptionContext: { Department: "Engineering" } },
      { encryptionAlgorithm: "SYMMETRIC_DEFAULT", encryptionContext: { Department: "Engineering" } },
    ],
    [
      "GenerateDataKey",
      { KeyId: keyId, KeySpec: "AES_256", EncryptionContext: { Project: "Alpha", ARN: "kept as it is" } },
      { keyId, keySpec: "AES_256", encryptionContext: { Project: "Alpha", ARN: "kept as it is" } },
    ],
    ["GenerateRandom", {}, null],
    [
      "CreateKey",
      { Origin: "EXTERNAL", Tags: [{ TagKey: "Department", TagValue: "IT" }] },
      {
        description: "",
        origin: "EXTERNAL",
        bypassPolicyLockoutSafetyCheck: false,
        keySpec: "SYMMETRIC_DEFAULT",
        keyUsage: "ENCRYPT_DECRYPT",
        tags: [{ tagKey: "Department", tagValue: "IT" }],
      },
    ],
    [
      "CreateGrant",
      {
        KeyId: keyArn,
        GranteePrincipal: "arn:aws:iam::111122223333:user/bob",
        Operations: ["Encrypt", "RetireGrant"],
        Constraints: { EncryptionContextSubset: { ContextKey1: "Value1" } },
      },
      {
        keyId: keyArn,
        granteePrincipal: "arn:aws:iam::111122223333:user/bob",
        operations: ["Encrypt", "RetireGrant"],
        constraints: { encryptionContextSubset: { ContextKey1: "Value1" } },
      },
    ],
    [
      "PutKeyPolicy",
      { KeyId: keyId, Policy: '{"Version":"2012-10-17"}' },
      {
        keyId,
        policyName: "default",
        policy: '{"Version":"2012-10-17"}',
        bypassPolicyLockoutSafetyCheck: false,
      },
    ],
    ["ScheduleKeyDeletion", { KeyId: keyId, PendingWindowInDays: 20 }, { keyId, pendingWindowInDays: 20 }],
    [
      "ImportKeyMaterial",
      { KeyId: keyId, ValidTo: 1_609_531_200, ImportToken: "AQID", EncryptedKeyMaterial: "AQID" },
      { keyId, validTo: "Jan 1, 2021, 8:00:00 PM" },
    ],
    ["RetireGrant", { GrantToken: "AQID" }, null],
  ])("of KMS's %s are those of its documented example", async (eventName, request, requestParameters) => {
    expect((await recordFor({ eventName, request })).requestParameters).toEqual(requestParameters);
  });

  it.each([
    [
      "GetSecretValue",
      { SecretId: "prod/db", VersionStage: "AWSCURRENT" },
      { secretId: "prod/db", versionStage: "AWSCURRENT" },
    ],
    [
      "PutSecretValue",
      {
        SecretId: "prod/db",
        ClientRequestToken: "t-1",
        SecretString: "s3cret",
        VersionStages: ["AWSPENDING"],
      },
      { secretId: "prod/db", clientRequestToken: "t-1", versionStages: ["AWSPENDING"] },
    ],
    [
      "CreateSecret",
      { Name: "prod/db", SecretBinary: "AQID", Tags: [{ Key: "Team", Value: "Billing" }] },
      { name: "prod/db", tags: [{ key: "Team", value: "Billing" }] },
    ],
    [
      "RotateSecret",
      { SecretId: "prod/db", RotationLambdaARN: "arn:f", RotationRules: { AutomaticallyAfterDays: 30 } },
      { secretId: "prod/db", rotationLambdaARN: "arn:f", rotationRules: { automaticallyAfterDays: 30 } },
    ],
  ])("of Secrets Manager's %s are all but the value", async (eventName, request, requestParameters) => {
    const record = await recordFor({ ...secretsManager, eventName, request });
    expect(record.requestParameters).toEqual(requestParameters);
  });

  it("of PutParameter say that there was a value", async () => {
    const request = { Name: "/app/key", Value: "s3cret", Type: "String", Overwrite: true };
    const record = await recordFor(
      { eventSource: "ssm.amazonaws.com", eventName: "PutParameter", request },
      answered({ Version: 3, Tier: "Standard" }),
    );
    expect(record.requestParameters).toEqual({
      name: "/app/key",
      value: "HIDDEN_DUE_TO_SECURITY_REASONS",
      type: "String",
      overwrite: true,
    });
    expect(record.responseElements).toEqual({ version: 3, tier: "Standard" });
  });

  it("of an operation that the gateway does not know tell what it was about, and no more", async () => {
    const request = { KeyId: keyId, Name: "x", Anything: "else", SecretString: "s3cret" };
    const record = await recordFor({ eventName: "DeriveSharedSecret", request });
    expect(record.requestParameters).toEqual({ keyId, name: "x" });
    expect(record.readOnly).toBe(false);
    expect((await recordFor({ eventName: "ListTheNew" })).readOnly).toBe(true);
  });
});

describe("the answer in a record", () => {
  it.each(["EnableKey", "DisableKey", "CreateAlias", "EnableKeyRotation", "UntagResource"])(
    "of KMS's %s is the key's ARN, though KMS answers nothing",
    async (eventName) => {
      const record = await recordFor({ eventName, request: { KeyId: keyId, TargetKeyId: keyId } });
      expect(record.responseElements).toEqual({ keyId: keyArn });
    },
  );

  it.each(["PutKeyPolicy", "RevokeGrant", "DisableKeyRotation", "TagResource", "UpdateKeyDescription"])(
    "of KMS's %s is nothing",
    async (eventName) => {
      expect((await recordFor({ eventName, request: { KeyId: keyId } })).responseElements).toBeNull();
    },
  );

  it("of ScheduleKeyDeletion tells when the key will be gone", async () => {
    const body = { KeyId: keyId, DeletionDate: 1_618_253_910, KeyState: "PendingDeletion" };
    const record = await recordFor(
      { eventName: "ScheduleKeyDeletion", request: { KeyId: keyId } },
      answered({ ...body, PendingWindowInDays: 20 }),
    );
    expect(record.responseElements).toEqual({
      keyId: keyArn,
      deletionDate: "Apr 12, 2021, 6:58:30 PM",
      keyState: "PendingDeletion",
      pendingWindowInDays: 20,
    });
  });

  it("of CreateKey is the key's metadata, under CloudTrail's names at every depth", async () => {
    const KeyMetadata = {
      AWSAccountId: accountId,
      KeyId: keyId,
      Arn: keyArn,
      CreationDate: 1_660_171_107.123,
      Enabled: false,
      KeyState: "PendingImport",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      MultiRegion: true,
      MultiRegionConfiguration: { PrimaryKey: { Arn: keyArn, Region: "eu-central-1" }, ReplicaKeys: [] },
    };
    const record = await recordFor({ eventName: "CreateKey" }, answered({ KeyMetadata }));
    expect(record.responseElements).toEqual({
      keyMetadata: {
        aWSAccountId: accountId,
        keyId,
        arn: keyArn,
        creationDate: "Aug 10, 2022, 10:38:27 PM",
        enabled: false,
        keyState: "PendingImport",
        encryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
        multiRegion: true,
        multiRegionConfiguration: { primaryKey: { arn: keyArn, region: "eu-central-1" }, replicaKeys: [] },
      },
    });
  });

  it("of a Secrets Manager operation that carries a value is the secret's ARN alone", async () => {
    const body = { ARN: "arn:secret", Name: "prod/db", VersionId: "v-1", VersionStages: ["AWSCURRENT"] };
    for (const eventName of ["CreateSecret", "PutSecretValue", "UpdateSecret"]) {
      const record = await recordFor({ ...secretsManager, eventName }, answered(body));
      expect(record.responseElements).toEqual({ arn: "arn:secret" });
    }
  });

  it("of DeleteSecret is as documented", async () => {
    const body = { ARN: "arn:secret", Name: "prod/db", DeletionDate: 1_525_369_862 };
    const record = await recordFor({ ...secretsManager, eventName: "DeleteSecret" }, answered(body));
    expect(record.responseElements).toEqual({
      arn: "arn:secret",
      name: "prod/db",
      deletionDate: "May 3, 2018, 5:51:02 PM",
    });
  });

  it.each(["GetSecretValue", "BatchGetSecretValue", "DescribeSecret", "ListSecrets"])(
    "of %s, which changes nothing, is nothing",
    async (eventName) => {
      const body = { Name: "prod/db", SecretString: "s3cret" };
      const record = await recordFor({ ...secretsManager, eventName }, answered(body));
      expect(record).toMatchObject({ readOnly: true, responseElements: null });
    },
  );

  it("of a cryptographic operation tells the key material that was used", async () => {
    const record = await recordFor({ eventName: "Decrypt" }, answered({ KeyMaterialId: "m-1" }));
    expect(record.additionalEventData).toEqual({ keyMaterialId: "m-1" });
  });

  it("of RetireGrant tells which grant it was", async () => {
    const record = await recordFor({ eventName: "RetireGrant", request: { KeyId: keyId, GrantId: "g-1" } });
    expect(record).toMatchObject({ responseElements: null, additionalEventData: { grantId: "g-1" } });
  });
});

describe("the error in a record", () => {
  it("is the service's, with its message, and nothing was answered", async () => {
    const request = { KeyId: keyId };
    const record = await recordFor(
      { eventName: "DisableKey", request },
      refused("com.amazonaws.kms#KMSInvalidStateException", "the key is pending deletion."),
    );
    expect(record).toMatchObject({
      errorCode: "KMSInvalidStateException",
      errorMessage: "the key is pending deletion.",
      requestParameters: { keyId },
      responseElements: null,
      resources: [{ ARN: keyArn }],
    });
  });

  it("is AccessDenied where the API says AccessDeniedException", async () => {
    const record = await recordFor({}, refused("AccessDeniedException"));
    expect(record.errorCode).toBe("AccessDenied");
    expect(record).not.toHaveProperty("errorMessage");
  });

  it("has a code even where the answer has none", async () => {
    const record = await recordFor({}, { status: 500, requestId: undefined, body: {} });
    expect(record.errorCode).toBe("InternalFailure");
  });

  it("does not repeat a value that it was about", async () => {
    const request = { Name: "/app/key", Value: "s3cret" };
    const record = await recordFor(
      { eventSource: "ssm.amazonaws.com", eventName: "PutParameter", request },
      refused("ValidationException", "Parameter value s3cret is not allowed for /app/key."),
    );
    expect(record.errorMessage).toBe("HIDDEN_DUE_TO_SECURITY_REASONS");
  });

  it("repeats a parameter that the record shows anyway", async () => {
    const record = await recordFor(
      { ...secretsManager, eventName: "GetSecretValue", request: { SecretId: "nowhere" } },
      refused("ResourceNotFoundException", "There is no nowhere."),
    );
    expect(record.errorMessage).toBe("There is no nowhere.");
  });

  it("is no longer than CloudTrail writes it", async () => {
    const record = await recordFor({}, refused("ValidationException", "x".repeat(5_000)));
    expect(record.errorMessage).toHaveLength(1_024);
  });
});
