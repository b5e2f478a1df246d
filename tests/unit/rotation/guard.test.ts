import { describe, expect, test } from "vitest";
import { claimVersionOf } from "../../../shared/rotation/claim.ts";
import {
  NotPendingError,
  RotationInProgressError,
  RotationNotEnabledError,
  UnknownVersionError,
} from "../../../shared/rotation/errors.ts";
import { checkEnabled, checkVersion } from "../../../shared/rotation/guard.ts";
import type { Versions } from "../../../shared/rotation/versions.ts";

const arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:orders-AbCdEf";
const secret = (labels: Versions["labels"], rotationEnabled = true): Versions => ({
  arn,
  rotationEnabled,
  labels,
  tags: {},
  strategyTag: undefined,
});

describe("a version that a phase is asked for", () => {
  test("may be worked on while it has AWSPENDING", () => {
    expect(checkVersion(secret({ old: ["AWSCURRENT"], new: ["AWSPENDING"] }), "new")).toBe("pending");
  });

  test("is done when it has AWSCURRENT, with AWSPENDING or without", () => {
    expect(checkVersion(secret({ new: ["AWSCURRENT"] }), "new")).toBe("alreadyCurrent");
    expect(checkVersion(secret({ new: ["AWSCURRENT", "AWSPENDING"] }), "new")).toBe("alreadyCurrent");
  });

  test("is refused when it only claims AWSPENDING for one that is to come", () => {
    const claim = claimVersionOf("c2b1f8c0-6f0e-4c58-9d9b-1b9b3c2f7a11");
    const check = () => checkVersion(secret({ old: ["AWSCURRENT"], [claim]: ["AWSPENDING"] }), claim);
    expect(check).toThrow(RotationInProgressError);
  });

  test("is refused when the secret has no such version", () => {
    const check = () => checkVersion(secret({ old: ["AWSCURRENT"] }), "new");
    expect(check).toThrow(UnknownVersionError);
    expect(check).toThrow(
      `Secret ${arn} has no version new. Start a rotation with RotateSecret or the state machine`,
    );
  });

  test.each([{ labels: [] }, { labels: ["AWSPREVIOUS"] }, { labels: ["REKEYCLAIM"] }])(
    "is refused when it has only $labels",
    ({ labels }) => {
      const check = () => checkVersion(secret({ old: ["AWSCURRENT"], new: labels }), "new");
      expect(check).toThrow(NotPendingError);
      expect(check).toThrow(`Version new of secret ${arn} is not AWSPENDING`);
      expect(check).toThrow("Start a new one.");
    },
  );

  test("is refused when rotation is off, whatever its labels", () => {
    const off = secret({ new: ["AWSPENDING"] }, false);
    expect(() => checkVersion(off, "new")).toThrow(RotationNotEnabledError);
  });
});

test("a secret whose rotation is off is refused with the command that puts it on", () => {
  const check = () => checkEnabled(secret({}, false));
  expect(check).toThrow(RotationNotEnabledError);
  expect(check).toThrow(`aws secretsmanager rotate-secret --secret-id ${arn} --rotation-lambda-arn`);
});

test("a secret whose rotation is on passes", () => {
  expect(() => checkEnabled(secret({}))).not.toThrow();
});
