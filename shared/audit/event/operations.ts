import type { WantedEvents } from "../../trail/index.ts";

export const kms = "kms.amazonaws.com";
export const secretsManager = "secretsmanager.amazonaws.com";

/** Cryptographic operations. Source: "AWS KMS keys" in its developer guide. */
export const keyUses: WantedEvents = {
  source: kms,
  names: [
    "Decrypt",
    "DeriveSharedSecret",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "ReEncrypt",
    "Sign",
    "Verify",
    "VerifyMac",
  ],
};

/** A BatchGetSecretValue leaves a GetSecretValue for each secret, too. */
export const secretUses: WantedEvents = { source: secretsManager, names: ["GetSecretValue"] };

export const aliasChanges: WantedEvents = {
  source: kms,
  names: ["CreateAlias", "UpdateAlias", "DeleteAlias"],
};

/** What takes a key out of use, and what brings it back. */
export const keyRemovals: WantedEvents = {
  source: kms,
  names: [
    "CancelKeyDeletion",
    "DeleteImportedKeyMaterial",
    "DeleteKey",
    "DisableKey",
    "EnableKey",
    "ImportKeyMaterial",
    "ScheduleKeyDeletion",
  ],
};

export const secretRemovals: WantedEvents = {
  source: secretsManager,
  names: ["DeleteSecret", "RestoreSecret"],
};

export const keyChanges: WantedEvents = {
  source: kms,
  names: [
    ...(keyRemovals.names ?? []),
    ...(aliasChanges.names ?? []),
    "CreateGrant",
    "CreateKey",
    "DisableKeyRotation",
    "EnableKeyRotation",
    "PutKeyPolicy",
    "ReplicateKey",
    "RetireGrant",
    "RevokeGrant",
    "RotateKey",
    "RotateKeyOnDemand",
    "TagResource",
    "UntagResource",
    "UpdateKeyDescription",
    "UpdatePrimaryRegion",
  ],
};

/** What Secrets Manager tells by itself, without a call; these events do not name the secret as a resource. */
export const secretServiceEvents = [
  "EndSecretVersionDelete",
  "RotationAbandoned",
  "RotationFailed",
  "RotationStarted",
  "RotationSucceeded",
];

export const secretChanges: WantedEvents = {
  source: secretsManager,
  names: [
    ...(secretRemovals.names ?? []),
    ...secretServiceEvents,
    "CancelRotateSecret",
    "CreateSecret",
    "DeleteResourcePolicy",
    "PutResourcePolicy",
    "PutSecretValue",
    "RemoveRegionsFromReplication",
    "ReplicateSecretToRegions",
    "RotateSecret",
    "TagResource",
    "UntagResource",
    "UpdateSecret",
    "UpdateSecretVersionStage",
  ],
};
