import type { KeySpec, KeyUsageType } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import {
  grantableOperations,
  operationsFor,
  requireContextFor,
} from "../../../../shared/keys/grants/operations.ts";
import { GrantConstraintError, GrantOperationError } from "../../../../shared/keys/index.ts";

const key = (KeySpec: KeySpec, KeyUsage: KeyUsageType) => ({ KeySpec, KeyUsage });
const symmetric = key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");

describe("what a grant can permit", () => {
  it.each([
    [symmetric, ["Decrypt", "GenerateDataKeyPair", "ReEncryptTo"], ["Sign", "GetPublicKey", "GenerateMac"]],
    [key("RSA_2048", "ENCRYPT_DECRYPT"), ["Decrypt", "Encrypt", "GetPublicKey"], ["GenerateDataKey", "Sign"]],
    [key("ECC_NIST_P256", "SIGN_VERIFY"), ["Sign", "Verify", "GetPublicKey"], ["Decrypt", "Encrypt"]],
    [key("HMAC_256", "GENERATE_VERIFY_MAC"), ["GenerateMac", "VerifyMac"], ["GetPublicKey", "Sign"]],
    [key("ECC_NIST_P256", "KEY_AGREEMENT"), ["DeriveSharedSecret", "GetPublicKey"], ["Sign", "Decrypt"]],
  ])("with a key of %o is what such a key does", (of, possible, impossible) => {
    const all: readonly string[] = grantableOperations(of);
    expect(all).toEqual(expect.arrayContaining([...possible, "CreateGrant", "DescribeKey", "RetireGrant"]));
    for (const operation of impossible) expect(all).not.toContain(operation);
  });

  it("is read with or without kms:, in whatever case, each once", () => {
    expect(operationsFor(symmetric, ["kms:decrypt", "Encrypt", "Decrypt", ""])).toEqual([
      "Decrypt",
      "Encrypt",
    ]);
  });

  it.each([[["Sign"]], [["PutKeyPolicy"]], [["*"]], [["Decrypt", "kms:*"]], [[]], [[""]]])(
    "is none of %j",
    (names) => {
      expect(() => operationsFor(symmetric, names)).toThrow(GrantOperationError);
    },
  );
});

describe("the encryption context that a grant asks for", () => {
  it("is one of a symmetric key, with up to 8 pairs", () => {
    const pairs = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`name${n}`, "value"]));
    expect(() => requireContextFor(symmetric, pairs(8))).not.toThrow();
    expect(() => requireContextFor(symmetric, pairs(9))).toThrow(GrantConstraintError);
  });

  it("cannot be asked for with another key", () => {
    const rsa = key("RSA_2048", "ENCRYPT_DECRYPT");
    expect(() => requireContextFor(rsa, { app: "pay" })).toThrow(GrantConstraintError);
    expect(() => requireContextFor(rsa, {})).not.toThrow();
  });
});
