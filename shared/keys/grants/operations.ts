import { GrantOperation, type KeyMetadata } from "@aws-sdk/client-kms";
import { usesOf } from "../policy/operations.ts";
import { GrantConstraintError, GrantOperationError } from "./errors.ts";

/** Operations that a grant can permit with a key of any kind. */
const always = ["CreateGrant", "DescribeKey", "RetireGrant"];
const keyPairs = ["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"];

/** What of a key decides about grants. */
export type GrantableKey = Pick<KeyMetadata, "KeySpec" | "KeyUsage">;

const isSymmetric = ({ KeySpec = "SYMMETRIC_DEFAULT" }: GrantableKey) => KeySpec === "SYMMETRIC_DEFAULT";

/** The operations that a grant can permit with a key. Source: KMS Developer Guide, "Grants in AWS KMS", grant operations. */
export function grantableOperations(key: GrantableKey): GrantOperation[] {
  const { KeySpec: spec = "SYMMETRIC_DEFAULT", KeyUsage: usage = "ENCRYPT_DECRYPT" } = key;
  const names = [...always, ...usesOf({ spec, usage }).users, ...(isSymmetric(key) ? keyPairs : [])];
  return Object.values(GrantOperation)
    .filter((operation) => names.includes(operation))
    .sort();
}

/**
 * Reads the operations that a grant is to permit, with or without `kms:`.
 *
 * @throws GrantOperationError if there is none, or one that a grant cannot permit with such a key
 */
export function operationsFor(key: GrantableKey, names: readonly string[]): GrantOperation[] {
  const possible = grantableOperations(key);
  const operations = names.filter(Boolean).map((name) => {
    const bare = name.replace(/^kms:/, "");
    const operation = possible.find((one) => one.toLowerCase() === bare.toLowerCase());
    if (operation) return operation;
    throw new GrantOperationError(
      `A grant with a key of ${key.KeySpec} for ${key.KeyUsage} cannot permit ${name}. It can permit ${possible.join(", ")}.`,
    );
  });
  if (operations.length === 0) throw new GrantOperationError("A grant permits at least one operation.");
  return [...new Set(operations)].sort();
}

/**
 * Refuses an encryption context for a key that has none.
 *
 * @throws GrantConstraintError
 */
export function requireContextFor(key: GrantableKey, context: Readonly<Record<string, string>>): void {
  const pairs = Object.keys(context).length;
  if (pairs > 0 && !isSymmetric(key)) {
    throw new GrantConstraintError(
      `A key of ${key.KeySpec} knows no encryption context: leave --context out. Only symmetric keys for encryption have one.`,
    );
  }
  // Source: KMS API Reference, GrantConstraints.
  if (pairs > 8)
    throw new GrantConstraintError("A grant can ask for 8 pairs of an encryption context at most.");
}
