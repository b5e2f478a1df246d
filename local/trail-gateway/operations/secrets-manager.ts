import { type OperationFacts, read, write } from "./facts.ts";

const secret = ["SecretId"];
const filters = { Filters: ["Key", "Values"] };
const tags = { Tags: ["Key", "Value"] };
const replicas = { AddReplicaRegions: ["Region", "KmsKeyId"] };
const replication = { ReplicationStatus: ["Region", "KmsKeyId", "Status", "StatusMessage"] };
const named = ["ARN", "Name"];
const versioned = ["ARN", "Name", "VersionId"];

/** Secrets Manager. Source: "Log Secrets Manager events with CloudTrail" in its user guide. */
export const secretsManager: Record<string, OperationFacts> = {
  GetSecretValue: read("SecretId", "VersionId", "VersionStage"),
  BatchGetSecretValue: read("SecretIdList", filters, "MaxResults", "NextToken"),
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
  ListSecrets: read(filters, "MaxResults", "NextToken", "SortOrder", "IncludePlannedDeletion"),
  ListSecretVersionIds: read("SecretId", "IncludeDeprecated", "MaxResults", "NextToken"),
  // Of an operation that carries a value the answer shows the ARN alone.
  CreateSecret: write(
    ["Name", "ClientRequestToken", "Description", "KmsKeyId", tags, replicas, "ForceOverwriteReplicaSecret"],
    ["ARN"],
  ),
  PutSecretValue: write(["SecretId", "ClientRequestToken", "VersionStages"], ["ARN"]),
  UpdateSecret: write(["SecretId", "ClientRequestToken", "Description", "KmsKeyId"], ["ARN"]),
  UpdateSecretVersionStage: write(
    ["SecretId", "VersionStage", "MoveToVersionId", "RemoveFromVersionId"],
    named,
  ),
  RotateSecret: write(
    [
      "SecretId",
      "ClientRequestToken",
      "RotationLambdaARN",
      { RotationRules: ["AutomaticallyAfterDays", "Duration", "ScheduleExpression"] },
      "RotateImmediately",
    ],
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
  TagResource: write(["SecretId", tags]),
  UntagResource: write(["SecretId", "TagKeys"]),
  ReplicateSecretToRegions: write(
    ["SecretId", replicas, "ForceOverwriteReplicaSecret"],
    ["ARN", replication],
  ),
  RemoveRegionsFromReplication: write(["SecretId", "RemoveReplicaRegions"], ["ARN", replication]),
  StopReplicationToReplica: write(secret, ["ARN"]),
};
