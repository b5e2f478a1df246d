import { describe, expect, it } from "vitest";
import {
  KeyLimitError,
  KeyPeriodError,
  KeyPermissionError,
  KeyStateError,
  pastRotations,
  rotateBySchedule,
  rotateNow,
  rotationOf,
  stopRotation,
} from "../../../../shared/keys/index.ts";
import { aKey, answeringKms } from "../a-key.ts";

const rotations = (count: number, RotationType = "ON_DEMAND") =>
  Array.from({ length: count }, (_, day) => ({
    RotationDate: new Date(Date.UTC(2026, 0, day + 1)),
    RotationType,
  }));
const { arn: KeyId } = aKey();
const on = { KeyRotationEnabled: true, RotationPeriodInDays: 180 };
const off = { KeyRotationEnabled: false };

describe("rotation now", () => {
  it("tells how many of the 25 are used; rotations by schedule are none of them", async () => {
    const { kms, sent } = answeringKms({
      ListKeyRotations: { Rotations: [...rotations(3), ...rotations(7, "AUTOMATIC")] },
      RotateKeyOnDemand: {},
    });
    expect(await rotateNow(kms, aKey())).toEqual({ used: 4, of: 25 });
    expect(sent).toContainEqual(["RotateKeyOnDemand", { KeyId }]);
  });

  it("is refused before the call when all 25 are used", async () => {
    const { kms, sent } = answeringKms({
      ListKeyRotations: { Rotations: rotations(25) },
      RotateKeyOnDemand: {},
    });
    const rotating = rotateNow(kms, aKey());
    await expect(rotating).rejects.toThrow(KeyLimitError);
    await expect(rotating).rejects.toThrow("was rotated on demand 25 times");
    expect(sent.map(([name]) => name)).toEqual(["ListKeyRotations"]);
  });

  it("is refused by KMS's own limit where the former ones may not be listed", async () => {
    const { kms } = answeringKms({
      ListKeyRotations: "AccessDeniedException",
      RotateKeyOnDemand: "LimitExceededException",
    });
    await expect(rotateNow(kms, aKey())).rejects.toThrow(KeyLimitError);
  });

  it("says why it does not know how many are used", async () => {
    const { kms } = answeringKms({ ListKeyRotations: "AccessDeniedException", RotateKeyOnDemand: {} });
    expect(await rotateNow(kms, aKey())).toEqual({
      used: undefined,
      of: 25,
      notLookedAt: "allow kms:ListKeyRotations",
    });
  });

  it("is possible with imported material, and not by schedule", async () => {
    const { kms } = answeringKms({ ListKeyRotations: { Rotations: [] }, RotateKeyOnDemand: {} });
    expect(await rotateNow(kms, aKey({ Origin: "EXTERNAL" }))).toEqual({ used: 1, of: 25 });
    await expect(rotateBySchedule(kms, aKey({ Origin: "EXTERNAL" }))).rejects.toThrow(KeyStateError);
  });

  it.each([
    ["an AWS managed key", { awsManaged: true }, /is an AWS managed key/],
    ["a disabled key", { KeyState: "Disabled" as const }, /is Disabled: .* rekey key enable/],
    ["a key that is to be deleted", { KeyState: "PendingDeletion" as const }, /rekey key undelete/],
    ["an HMAC key", { KeySpec: "HMAC_256" as const }, /of spec HMAC_256/],
    ["material of a key store", { Origin: "AWS_CLOUDHSM" as const }, /origin AWS_CLOUDHSM/],
    [
      "a replica",
      {
        MultiRegionConfiguration: {
          MultiRegionKeyType: "REPLICA" as const,
          PrimaryKey: { Arn: "arn:primary", Region: "eu-west-1" },
        },
      },
      /rotate arn:primary in eu-west-1/,
    ],
  ])("is refused for %s before any call", async (_, metadata, message) => {
    const { kms, sent } = answeringKms({});
    for (const rotate of [rotateNow, rotateBySchedule, stopRotation]) {
      await expect(rotate(kms, aKey(metadata))).rejects.toThrow(KeyStateError);
      await expect(rotate(kms, aKey(metadata))).rejects.toThrow(message);
    }
    expect(sent).toEqual([]);
  });

  it("while the key rotates is refused as a matter of its state", async () => {
    const { kms } = answeringKms({
      ListKeyRotations: { Rotations: [] },
      RotateKeyOnDemand: "ConflictException",
    });
    await expect(rotateNow(kms, aKey())).rejects.toThrow(KeyStateError);
  });
});

describe("rotation by schedule", () => {
  it.each([
    ["is set to 365 days where it was off", off, undefined, 365],
    ["is set to the period", off, 90, 90],
    ["is set to another period", on, 2560, 2560],
  ])("%s", async (_, status, period, expected) => {
    const { kms, sent } = answeringKms({ GetKeyRotationStatus: status, EnableKeyRotation: {} });
    expect(await rotateBySchedule(kms, aKey(), period)).toEqual({ changed: true, periodInDays: expected });
    expect(sent).toContainEqual(["EnableKeyRotation", { KeyId, RotationPeriodInDays: expected }]);
  });

  it.each([undefined, 180])("is left alone where it is as wanted: %s", async (period) => {
    const { kms, sent } = answeringKms({ GetKeyRotationStatus: on });
    expect(await rotateBySchedule(kms, aKey(), period)).toEqual({ changed: false, periodInDays: 180 });
    expect(sent.map(([name]) => name)).toEqual(["GetKeyRotationStatus"]);
  });

  it.each([89, 2561, 90.5, Number.NaN])("does not take %s days", async (period) => {
    const { kms, sent } = answeringKms({});
    await expect(rotateBySchedule(kms, aKey(), period)).rejects.toThrow(KeyPeriodError);
    expect(sent).toEqual([]);
  });

  it("keeps a period that it may not read, unless one is said", async () => {
    const { kms } = answeringKms({ GetKeyRotationStatus: "AccessDeniedException", EnableKeyRotation: {} });
    await expect(rotateBySchedule(kms, aKey())).rejects.toThrow(KeyPermissionError);
    expect(await rotateBySchedule(kms, aKey(), 100)).toEqual({ changed: true, periodInDays: 100 });
  });

  it("ends, once", async () => {
    const { kms } = answeringKms({ GetKeyRotationStatus: on, DisableKeyRotation: {} });
    expect(await stopRotation(kms, aKey())).toEqual({ changed: true });
    const { kms: stopped } = answeringKms({ GetKeyRotationStatus: off });
    expect(await stopRotation(stopped, aKey())).toEqual({ changed: false });
  });
});

describe("how a key rotates", () => {
  it("is told of past rotations, the newest first", async () => {
    const { kms } = answeringKms({
      ListKeyRotations: { Rotations: [...rotations(1), ...rotations(2, "AUTOMATIC")] },
    });
    expect(await pastRotations(kms, aKey())).toEqual({
      found: [
        { at: new Date("2026-01-02"), by: "schedule" },
        { at: new Date("2026-01-01"), by: "demand" },
        { at: new Date("2026-01-01"), by: "schedule" },
      ],
    });
  });

  it.each([
    ["a symmetric key that rotates", aKey(), { automatic: "on", periodInDays: 180 }],
    ["an asymmetric key", aKey({ KeySpec: "RSA_2048" }), { automatic: "none" }],
    ["imported material", aKey({ Origin: "EXTERNAL" }), { automatic: "none" }],
    ["an AWS managed key", aKey({ awsManaged: true }), { automatic: "byAws", periodInDays: 365 }],
  ])("is known of %s", async (_, key, expected) => {
    const { kms } = answeringKms({ GetKeyRotationStatus: on });
    expect(await rotationOf(kms, key)).toEqual({ found: expect.objectContaining(expected) });
  });

  it("is told as not looked at without the permission, or where this KMS does not offer it", async () => {
    expect(
      await rotationOf(answeringKms({ GetKeyRotationStatus: "AccessDeniedException" }).kms, aKey()),
    ).toEqual({
      notLookedAt: "allow kms:GetKeyRotationStatus",
    });
    expect(await pastRotations(answeringKms({ ListKeyRotations: "InternalFailure" }).kms, aKey())).toEqual({
      notLookedAt: "InternalFailure: InternalFailure",
    });
    expect(
      await pastRotations(answeringKms({ ListKeyRotations: "UnsupportedOperationException" }).kms, aKey()),
    ).toEqual({
      found: [],
    });
  });
});
