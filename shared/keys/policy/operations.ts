import type { KeySpec, KeyUsageType } from "@aws-sdk/client-kms";
import { usingOperations } from "../../access/index.ts";

/**
 * What administrators do: all that manages a key, and nothing by which it is used. `kms:CreateGrant` is left out, which
 * `kms:Create*` of AWS's default policy lets in: by a grant an administrator would let itself decrypt. Who may put a
 * policy can still give itself more, and leaves a trace of it. Source: KMS Developer Guide, key-policy-default and
 * kms-api-permissions-reference.
 */
export const administration = [
  "CancelKeyDeletion",
  "CreateAlias",
  "DeleteAlias",
  "DescribeKey",
  "DisableKey",
  "DisableKeyRotation",
  "EnableKey",
  "EnableKeyRotation",
  "GetKeyLastUsage",
  "GetKeyPolicy",
  "GetKeyRotationStatus",
  "ListGrants",
  "ListKeyPolicies",
  "ListKeyRotations",
  "ListResourceTags",
  "PutKeyPolicy",
  "ReplicateKey",
  "RevokeGrant",
  "RotateKeyOnDemand",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
  "UpdateKeyDescription",
  "UpdatePrimaryRegion",
] as const;

/** What those do who let others use a key by grants. */
export const granting = ["CreateGrant", "DescribeKey", "ListGrants", "RevokeGrant"] as const;

/** What a key is for, as far as policies are concerned. */
export interface KeyKind {
  spec: KeySpec;
  usage: KeyUsageType;
}

/** What users and readers of a key do. */
export interface Uses {
  users: readonly string[];
  /** Only what undoes or checks: decrypting, verifying. */
  readers: readonly string[];
}

const asymmetric: Record<KeyUsageType, Uses> = {
  ENCRYPT_DECRYPT: {
    users: ["Decrypt", "DescribeKey", "Encrypt", "GetPublicKey", "ReEncryptFrom", "ReEncryptTo"],
    readers: ["Decrypt"],
  },
  SIGN_VERIFY: {
    users: ["DescribeKey", "GetPublicKey", "Sign", "Verify"],
    readers: ["GetPublicKey", "Verify"],
  },
  GENERATE_VERIFY_MAC: { users: ["DescribeKey", "GenerateMac", "VerifyMac"], readers: ["VerifyMac"] },
  KEY_AGREEMENT: { users: ["DeriveSharedSecret", "DescribeKey", "GetPublicKey"], readers: ["GetPublicKey"] },
  ENCAPSULATE_DECAPSULATE: {
    users: ["Decapsulate", "DescribeKey", "Encapsulate", "GetPublicKey"],
    readers: ["Decapsulate"],
  },
};

/** Who does what with a key of a kind: KMS Developer Guide, key-policy-default, key users; for each usage its own. */
export function usesOf({ spec, usage }: KeyKind): Uses {
  return spec === "SYMMETRIC_DEFAULT" ? { users: usingOperations, readers: ["Decrypt"] } : asymmetric[usage];
}
