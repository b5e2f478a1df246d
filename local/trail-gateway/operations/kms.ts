import { type Fields, type OperationFacts, read, write } from "./facts.ts";

const context: Fields = [{ EncryptionContext: "map" }];
const tags = { Tags: ["TagKey", "TagValue"] };
const keyMetadata: Fields = [
  "AWSAccountId",
  "KeyId",
  "Arn",
  "CreationDate",
  "Enabled",
  "Description",
  "KeyUsage",
  "KeyState",
  "DeletionDate",
  "ValidTo",
  "Origin",
  "ExpirationModel",
  "KeyManager",
  "CustomerMasterKeySpec",
  "KeySpec",
  "EncryptionAlgorithms",
  "SigningAlgorithms",
  "MacAlgorithms",
  "MultiRegion",
  {
    MultiRegionConfiguration: [
      "MultiRegionKeyType",
      { PrimaryKey: ["Arn", "Region"] },
      { ReplicaKeys: ["Arn", "Region"] },
    ],
  },
];

/** Since December 2022 the key's ARN, also where the operation itself answers nothing. */
const key = ["KeyId"];

const symmetric = { EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
const material: Fields = ["KeyMaterialId"];

/** AWS KMS. Source: "Examples of AWS KMS log entries" in its developer guide. */
export const kms: Record<string, OperationFacts> = {
  Decrypt: {
    ...read(...context, "EncryptionAlgorithm", "KeyId"),
    defaults: symmetric,
    additional: material,
  },
  Encrypt: {
    ...read(...context, "EncryptionAlgorithm", "KeyId"),
    defaults: symmetric,
    additional: material,
  },
  ReEncrypt: {
    ...read(
      { SourceEncryptionContext: "map", DestinationEncryptionContext: "map" },
      "SourceEncryptionAlgorithm",
      "SourceKeyId",
      "DestinationEncryptionAlgorithm",
      "DestinationKeyId",
    ),
    defaults: {
      SourceEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      DestinationEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    },
    additional: ["SourceKeyMaterialId", "DestinationKeyMaterialId"],
  },
  GenerateDataKey: { ...read(...context, "KeySpec", "NumberOfBytes", "KeyId"), additional: material },
  GenerateDataKeyWithoutPlaintext: {
    ...read(...context, "KeySpec", "NumberOfBytes", "KeyId"),
    additional: material,
  },
  GenerateDataKeyPair: { ...read(...context, "KeyPairSpec", "KeyId"), additional: material },
  GenerateDataKeyPairWithoutPlaintext: {
    ...read(...context, "KeyPairSpec", "KeyId"),
    additional: material,
  },
  GenerateMac: read("MacAlgorithm", "KeyId"),
  VerifyMac: read("MacAlgorithm", "KeyId"),
  GenerateRandom: read("NumberOfBytes"),
  Sign: read("MessageType", "SigningAlgorithm", "KeyId"),
  Verify: read("MessageType", "SigningAlgorithm", "KeyId"),
  GetPublicKey: read("KeyId"),
  DescribeKey: read("KeyId"),
  GetKeyPolicy: read("KeyId", "PolicyName"),
  GetKeyRotationStatus: read("KeyId"),
  GetParametersForImport: read("KeyId", "WrappingAlgorithm", "WrappingKeySpec"),
  ListAliases: read("KeyId", "Limit", "Marker"),
  ListGrants: read("KeyId", "GrantId", "GranteePrincipal", "Limit", "Marker"),
  ListKeys: read("Limit", "Marker"),
  ListKeyPolicies: read("KeyId", "Limit", "Marker"),
  ListKeyRotations: read("KeyId", "Limit", "Marker"),
  ListResourceTags: read("KeyId", "Limit", "Marker"),
  ListRetirableGrants: read("RetiringPrincipal", "Limit", "Marker"),
  CreateKey: {
    ...write(
      [
        "Description",
        "KeyUsage",
        "KeySpec",
        "CustomerMasterKeySpec",
        "Origin",
        "MultiRegion",
        "Policy",
        "BypassPolicyLockoutSafetyCheck",
        tags,
      ],
      [{ KeyMetadata: keyMetadata }],
    ),
    defaults: {
      Description: "",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeySpec: "SYMMETRIC_DEFAULT",
      Origin: "AWS_KMS",
      BypassPolicyLockoutSafetyCheck: false,
    },
  },
  CreateAlias: write(["AliasName", "TargetKeyId"], key),
  UpdateAlias: write(["AliasName", "TargetKeyId"], key),
  DeleteAlias: write(["AliasName"], key),
  EnableKey: write(key, key),
  DisableKey: write(key, key),
  EnableKeyRotation: write(["KeyId", "RotationPeriodInDays"], key),
  DisableKeyRotation: write(key),
  RotateKeyOnDemand: write(key, key),
  ScheduleKeyDeletion: write(
    ["KeyId", "PendingWindowInDays"],
    ["KeyId", "DeletionDate", "KeyState", "PendingWindowInDays"],
  ),
  CancelKeyDeletion: write(key, key),
  PutKeyPolicy: {
    ...write(["KeyId", "PolicyName", "Policy", "BypassPolicyLockoutSafetyCheck"]),
    defaults: { PolicyName: "default", BypassPolicyLockoutSafetyCheck: false },
  },
  CreateGrant: write(
    [
      "KeyId",
      "GranteePrincipal",
      "RetiringPrincipal",
      "Operations",
      { Constraints: [{ EncryptionContextSubset: "map", EncryptionContextEquals: "map" }] },
      "Name",
    ],
    ["KeyId", "GrantId"],
  ),
  RetireGrant: { ...write([]), additional: ["GrantId"] },
  RevokeGrant: write(["KeyId", "GrantId"]),
  DeleteImportedKeyMaterial: write(["KeyId", "KeyMaterialId"], ["KeyId", "KeyMaterialId"]),
  ImportKeyMaterial: write(
    ["KeyId", "ValidTo", "ExpirationModel", "ImportType", "KeyMaterialDescription", "KeyMaterialId"],
    ["KeyId", "KeyMaterialId"],
  ),
  TagResource: write(["KeyId", tags]),
  UntagResource: write(["KeyId", "TagKeys"], key),
  UpdateKeyDescription: write(["KeyId", "Description"]),
  UpdatePrimaryRegion: write(["KeyId", "PrimaryRegion"]),
  ReplicateKey: write(
    ["KeyId", "ReplicaRegion", "Description", "Policy", "BypassPolicyLockoutSafetyCheck", tags],
    [{ ReplicaKeyMetadata: keyMetadata }, "ReplicaPolicy"],
  ),
};
