import { asked, at, type CloudTrailRecord, texts } from "../../trail/index.ts";
import { grantOf, stagingLabelOf } from "./facts-of-change.ts";

type InWords = (record: CloudTrailRecord) => string;

const words: Record<string, InWords> = {
  CancelKeyDeletion: () => "deletion cancelled; the key is disabled",
  CancelRotateSecret: () => "rotation switched off",
  CreateAlias: (record) => `${asked(record, "aliasName") ?? "alias"} created for ${target(record)}`,
  CreateGrant: (record) =>
    `${grant(record)} to ${asked(record, "granteePrincipal") ?? asked(record, "granteeServicePrincipal") ?? "?"} for ${operationsIn(record)}`,
  CreateKey: () => "key created",
  CreateSecret: () => "secret created",
  DeleteAlias: (record) => `${asked(record, "aliasName") ?? "alias"} deleted`,
  DeleteImportedKeyMaterial: () => "imported key material deleted",
  DeleteKey: () => "key deleted by KMS",
  DeleteResourcePolicy: () => "resource policy deleted",
  DeleteSecret: (record) =>
    at(record.requestParameters, "forceDeleteWithoutRecovery") === true
      ? "secret deleted without recovery"
      : "secret scheduled for deletion",
  DisableKey: () => "key disabled",
  DisableKeyRotation: () => "yearly rotation switched off",
  EnableKey: () => "key enabled",
  EnableKeyRotation: () => "rotation switched on",
  EndSecretVersionDelete: () => "a version deleted by Secrets Manager",
  ImportKeyMaterial: () => "key material imported",
  PutKeyPolicy: () => "key policy replaced",
  PutResourcePolicy: () => "resource policy replaced",
  PutSecretValue: (record) => `value stored${labels(record, "versionStages")}`,
  RemoveRegionsFromReplication: () => "replicas removed",
  ReplicateKey: (record) => `key replicated to ${asked(record, "replicaRegion") ?? "?"}`,
  ReplicateSecretToRegions: () => "secret replicated",
  RestoreSecret: () => "secret restored",
  RetireGrant: (record) => `${grant(record)} retired`,
  RevokeGrant: (record) => `${grant(record)} revoked`,
  RotateKey: () => "key material rotated by KMS",
  RotateKeyOnDemand: () => "key material rotated on demand",
  RotateSecret: () => "rotation set up or begun",
  RotationAbandoned: () => "rotation abandoned",
  RotationFailed: (record) => `rotation failed: ${record.errorMessage ?? "no reason recorded"}`,
  RotationStarted: () => "rotation started",
  RotationSucceeded: () => "rotation succeeded",
  ScheduleKeyDeletion: () => "key scheduled for deletion",
  TagResource: () => "tags set",
  UntagResource: () => "tags removed",
  UpdateAlias: (record) => `${asked(record, "aliasName") ?? "alias"} points at ${target(record)}`,
  UpdateKeyDescription: () => "description changed",
  UpdatePrimaryRegion: (record) => `primary Region is now ${asked(record, "primaryRegion") ?? "?"}`,
  UpdateSecret: (record) => {
    const key = asked(record, "kmsKeyId");
    return key ? `secret updated, encrypted under ${key}` : "secret updated";
  },
  UpdateSecretVersionStage: (record) => {
    const stage = stagingLabelOf(record) ?? "label";
    const [to, from] = [asked(record, "moveToVersionId"), asked(record, "removeFromVersionId")];
    return `${stage}${from ? ` from ${from}` : ""}${to ? ` to ${to}` : " removed"}`;
  },
};

/** What a record says was changed, in words; the operation's name where there are none for it. */
export function changeInWords(record: CloudTrailRecord): string {
  return words[record.eventName]?.(record) ?? record.eventName;
}

function target(record: CloudTrailRecord): string {
  return asked(record, "targetKeyId") ?? "a key";
}

function grant(record: CloudTrailRecord): string {
  const id = grantOf(record);
  return id ? `grant ${id}` : "grant";
}

function operationsIn({ requestParameters }: CloudTrailRecord): string {
  return texts(at(requestParameters, "operations")).join(", ") || "no operation";
}

function labels({ requestParameters }: CloudTrailRecord, name: string): string {
  const given = texts(at(requestParameters, name));
  return given.length > 0 ? ` as ${given.join(", ")}` : "";
}
