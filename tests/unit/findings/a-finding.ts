import type { Finding } from "../../../shared/findings/index.ts";

/** A finding, with what a test cares about put in its place. */
export function aFinding(cares: Partial<Finding> = {}): Finding {
  return {
    id: "0123456789abcdef0123456789abcdef",
    revision: 1,
    status: "NEW",
    updatedAt: "2026-03-01T12:00:05.000Z",
    atLeast: false,
    ruleId: "kms-key-disabled-or-scheduled-for-deletion",
    title: "KMS key disabled or scheduled for deletion",
    severity: "HIGH",
    technique: "T1485",
    principal: "arn:aws:iam::111122223333:user/alice",
    entity: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    resources: ["arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    eventName: "DisableKey",
    firstSeen: "2026-03-01T12:00:00Z",
    lastSeen: "2026-03-01T12:00:00Z",
    count: 1,
    eventIds: ["4f1bd4ac-5b3a-4a3c-8ad5-0a2a3c7f9c55"],
    accountId: "111122223333",
    region: "eu-central-1",
    sourceIPAddress: "192.0.2.7",
    userAgent: "aws-cli/2.15",
    why: "alice disabled the key.",
    remedy: "If nobody meant this: aws kms enable-key.",
    ...cares,
  };
}

/** The largest finding that a situation may have: callers chose names as long as can be, of some character. */
export function largest(character = "a"): Finding {
  const long = character.repeat(2_048);
  return aFinding({
    ...{ why: long, remedy: long, principal: long, entity: long, userAgent: long },
    resources: Array.from({ length: 20 }, (_, n) => `arn:${n}:${long}`.slice(0, 2_048)),
    eventIds: Array.from({ length: 20 }, () => "4f1bd4ac-5b3a-4a3c-8ad5-0a2a3c7f9c55"),
  });
}
