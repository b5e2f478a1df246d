/**
 * What CloudTrail keeps of a call's parameters and answer. Only what is listed is kept: a field that nobody
 * thought of, and every value, plaintext or ciphertext, stays out.
 * Sources: "Logging AWS KMS API calls", "Log Secrets Manager events with CloudTrail" and "Logging Parameter
 * Store API calls" in the services' guides.
 */
export interface OperationFacts {
  readOnly: boolean;
  /** Names of the request's fields that the record shows. */
  request: readonly string[];
  /** Names of the answer's fields that the record shows; read-only operations show none. */
  response: readonly string[];
}

const read = (...request: string[]): OperationFacts => ({ readOnly: true, request, response: [] });
const write = (request: string[], response: string[] = []): OperationFacts => ({
  readOnly: false,
  request,
  response,
});

const key = ["KeyId"];

const kms: Record<string, OperationFacts> = {
  Decrypt: read("EncryptionContext", "EncryptionAlgorithm", "KeyId"),
  Encrypt: read("EncryptionContext", "EncryptionAlgorithm", "KeyId"),
  ReEncrypt: read(
    "SourceEncryptionContext",
    "SourceEncryptionAlgorithm",
    "SourceKeyId",
    "DestinationEncryptionContext",
    "DestinationEncryptionAlgorithm",
    "DestinationKeyId",
  ),
  GenerateDataKey: read("EncryptionContext", "KeySpec", "NumberOfBytes", "KeyId"),
  GenerateDataKeyWithoutPlaintext: read("EncryptionContext", "KeySpec", "NumberOfBytes", "KeyId"),
  GenerateDataKeyPair: read("EncryptionContext", "KeyPairSpec", "KeyId"),
  GenerateDataKeyPairWithoutPlaintext: read("EncryptionContext", "KeyPairSpec", "KeyId"),
  GenerateMac: read("MacAlgorithm", "KeyId"),
  VerifyMac: read("MacAlgorithm", "KeyId"),
  GenerateRandom: read("NumberOfBytes"),
  Sign: read("MessageType", "SigningAlgorithm", "KeyId"),
  Verify: read("MessageType", "SigningAlgorithm", "KeyId"),
  GetPublicKey: read("KeyId"),
  DescribeKey: read("KeyId"),
  GetKeyPolicy: read("KeyId", "PolicyName"),
  GetKeyRotationStatus: read("KeyId"),
  ListAliases: read("KeyId", "Limit", "Marker"),
  ListGrants: read("KeyId", "GrantId", "Limit", "Marker"),
  ListKeys: read("Limit", "Marker"),
  ListKeyPolicies: read("KeyId", "Limit", "Marker"),
  ListResourceTags: read("KeyId", "Limit", "Marker"),
  ListRetirableGrants: read("RetiringPrincipal", "Limit", "Marker"),
  CreateKey: write(
    [
      "Description",
      "KeyUsage",
      "KeySpec",
      "CustomerMasterKeySpec",
      "Origin",
      "MultiRegion",
      "Policy",
      "BypassPolicyLockoutSafetyCheck",
      "Tags",
    ],
    ["KeyMetadata"],
  ),
  CreateAlias: write(["AliasName", "TargetKeyId"]),
  UpdateAlias: write(["AliasName", "TargetKeyId"]),
  DeleteAlias: write(["AliasName"]),
  EnableKey: write(key, key),
  DisableKey: write(key, key),
  EnableKeyRotation: write(["KeyId", "RotationPeriodInDays"], key),
  DisableKeyRotation: write(key, key),
  RotateKeyOnDemand: write(key, key),
  ScheduleKeyDeletion: write(
    ["KeyId", "PendingWindowInDays"],
    ["KeyId", "DeletionDate", "KeyState", "PendingWindowInDays"],
  ),
  CancelKeyDeletion: write(key, key),
  PutKeyPolicy: write(["KeyId", "PolicyName", "Policy", "BypassPolicyLockoutSafetyCheck"], key),
  CreateGrant: write(
    ["KeyId", "GranteePrincipal", "RetiringPrincipal", "Operations", "Constraints", "Name"],
    ["KeyId", "GrantId"],
  ),
  RetireGrant: write(["KeyId", "GrantId"], key),
  RevokeGrant: write(["KeyId", "GrantId"], key),
  DeleteImportedKeyMaterial: write(key, key),
  ImportKeyMaterial: write(["KeyId", "ValidTo", "ExpirationModel"], key),
  TagResource: write(["KeyId", "Tags"]),
  UntagResource: write(["KeyId", "TagKeys"]),
  UpdateKeyDescription: write(["KeyId", "Description"], key),
  ReplicateKey: write(["KeyId", "ReplicaRegion", "Description", "Policy", "Tags"], ["ReplicaKeyMetadata"]),
};

const secret = ["SecretId"];
const named = ["ARN", "Name"];
const versioned = ["ARN", "Name", "VersionId"];

const secretsManager: Record<string, OperationFacts> = {
  GetSecretValue: read("SecretId", "VersionId", "VersionStage"),
  BatchGetSecretValue: read("SecretIdList", "Filters", "MaxResults", "NextToken"),
  DescribeSecret: read("SecretId"),
  GetRandomPassword: read(
    "PasswordLength",
    "ExcludeCharacters",
    "ExcludeNumbers",
    "ExcludePunctuation",
    "ExcludeUppercase",
    "ExcludeLowercase",
    "IncludeSpace",
    "RequireEachIncludedType",
  ),
  GetResourcePolicy: read("SecretId"),
  ListSecrets: read("Filters", "MaxResults", "NextToken", "SortOrder", "IncludePlannedDeletion"),
  ListSecretVersionIds: read("SecretId", "IncludeDeprecated", "MaxResults", "NextToken"),
  CreateSecret: write(
    ["Name", "ClientRequestToken", "Description", "KmsKeyId", "Tags", "AddReplicaRegions"],
    versioned,
  ),
  PutSecretValue: write(["SecretId", "ClientRequestToken", "VersionStages"], [...versioned, "VersionStages"]),
  UpdateSecret: write(["SecretId", "ClientRequestToken", "Description", "KmsKeyId"], versioned),
  UpdateSecretVersionStage: write(
    ["SecretId", "VersionStage", "MoveToVersionId", "RemoveFromVersionId"],
    named,
  ),
  RotateSecret: write(
    ["SecretId", "ClientRequestToken", "RotationLambdaARN", "RotationRules", "RotateImmediately"],
    versioned,
  ),
  CancelRotateSecret: write(secret, versioned),
  DeleteSecret: write(
    ["SecretId", "RecoveryWindowInDays", "ForceDeleteWithoutRecovery"],
    [...named, "DeletionDate"],
  ),
  RestoreSecret: write(secret, named),
  PutResourcePolicy: write(["SecretId", "ResourcePolicy", "BlockPublicPolicy"], named),
  DeleteResourcePolicy: write(secret, named),
  ValidateResourcePolicy: read("SecretId", "ResourcePolicy"),
  TagResource: write(["SecretId", "Tags"]),
  UntagResource: write(["SecretId", "TagKeys"]),
  ReplicateSecretToRegions: write(["SecretId", "AddReplicaRegions"], ["ARN", "ReplicationStatus"]),
};

const ssm: Record<string, OperationFacts> = {
  GetParameter: read("Name", "WithDecryption"),
  GetParameters: read("Names", "WithDecryption"),
  GetParametersByPath: read("Path", "Recursive", "WithDecryption", "MaxResults"),
  GetParameterHistory: read("Name", "WithDecryption", "MaxResults"),
  DescribeParameters: read("Filters", "ParameterFilters", "MaxResults"),
  PutParameter: write(
    ["Name", "Description", "Type", "KeyId", "Overwrite", "AllowedPattern", "Tier", "Policies", "DataType"],
    ["Version", "Tier"],
  ),
  DeleteParameter: write(["Name"]),
  DeleteParameters: write(["Names"], ["DeletedParameters", "InvalidParameters"]),
  LabelParameterVersion: write(["Name", "ParameterVersion", "Labels"]),
};

const cloudTrail: Record<string, OperationFacts> = {
  LookupEvents: read("LookupAttributes", "StartTime", "EndTime", "MaxResults"),
  DescribeTrails: read("TrailNameList", "IncludeShadowTrails"),
  GetTrailStatus: read("Name"),
  StopLogging: write(["Name"]),
  StartLogging: write(["Name"]),
  DeleteTrail: write(["Name"]),
  CreateTrail: write(["Name", "S3BucketName", "IsMultiRegionTrail", "KmsKeyId"], ["Name", "TrailARN"]),
  UpdateTrail: write(["Name", "S3BucketName", "IsMultiRegionTrail", "KmsKeyId"], ["Name", "TrailARN"]),
  PutEventSelectors: write(["TrailName", "EventSelectors", "AdvancedEventSelectors"], ["TrailARN"]),
};

const sts: Record<string, OperationFacts> = {
  GetCallerIdentity: read(),
  AssumeRole: read("RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId"),
  GetSessionToken: read("DurationSeconds"),
};

/** The operations that the gateway knows, by event source. */
export const operations: Record<string, Record<string, OperationFacts>> = {
  "kms.amazonaws.com": kms,
  "secretsmanager.amazonaws.com": secretsManager,
  "ssm.amazonaws.com": ssm,
  "cloudtrail.amazonaws.com": cloudTrail,
  "sts.amazonaws.com": sts,
};

/** An operation that is not listed shows which key, secret or parameter it was about, and no more. */
const unlisted: readonly string[] = [
  "KeyId",
  "SecretId",
  "Name",
  "Names",
  "AliasName",
  "TargetKeyId",
  "TrailName",
];

/** What CloudTrail keeps of an operation. */
export function factsOf(eventSource: string, eventName: string): OperationFacts {
  const listed = operations[eventSource];
  if (listed && Object.hasOwn(listed, eventName)) return listed[eventName] ?? read(...unlisted);
  return {
    readOnly: /^(Get|List|Describe|BatchGet|Lookup|Verify)/.test(eventName),
    request: unlisted,
    response: [],
  };
}
