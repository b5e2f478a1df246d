import type { Answer } from "../../../../local/trail-gateway/answer.ts";
import type { Call } from "../../../../local/trail-gateway/call.ts";
import { type AnsweredCall, recordsOf } from "../../../../local/trail-gateway/records-of-call.ts";
import type { CloudTrailRecord, UserIdentity } from "../../../../shared/trail/index.ts";

export const accountId = "111122223333";

export const alice: UserIdentity = {
  type: "IAMUser",
  principalId: "AIDAEXAMPLE",
  arn: `arn:aws:iam::${accountId}:user/alice`,
  accountId,
  accessKeyId: "AKIAEXAMPLE",
  userName: "alice",
};

export const keyArn = `arn:aws:kms:eu-central-1:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const otherKeyArn = keyArn.replace("1234abcd", "0987dcba");
export const secretArn = `arn:aws:secretsmanager:eu-central-1:${accountId}:secret:prod/db-a1b2c3`;

/** The keys that the tests' account has, by what callers may call them. */
const keys: Record<string, string> = {
  "1234abcd-12ab-34cd-56ef-1234567890ab": keyArn,
  "alias/payroll": keyArn,
  "alias/other": otherKeyArn,
};

/** A call by Alice, with what a test cares about put in its place. */
export function aCall(cares: Partial<Call>): Call {
  return {
    eventSource: "kms.amazonaws.com",
    eventName: "DescribeKey",
    region: "eu-central-1",
    accessKeyId: "AKIAEXAMPLE",
    sessionToken: undefined,
    userAgent: "aws-cli/2.15",
    sourceIPAddress: "192.0.2.7",
    request: {},
    ...cares,
  };
}

/** An answer that a call succeeded with. */
export function answered(body: Answer["body"] = {}): Answer {
  return { status: 200, requestId: "11111111-2222-3333-4444-555555555555", body };
}

/** An answer that a call was refused with. */
export function refused(type: string, message?: string): Answer {
  return { ...answered({ __type: type, ...(message ? { message } : {}) }), status: 400 };
}

/** The records that a call leaves in an account where every secret and parameter is under one key. */
export async function recordsFor(
  cares: Partial<Call>,
  answer: Answer = answered(),
  more: Partial<AnsweredCall> = {},
): Promise<CloudTrailRecord[]> {
  const calledAt = new Date("2026-03-01T12:00:00.900Z");
  const answeredAt = new Date("2026-03-01T12:00:05.100Z");
  return recordsOf(
    { call: aCall(cares), answer, calledAt, answeredAt, ...more },
    {
      identify: async () => alice,
      find: {
        keyArn: async (_, keyId) => keys[keyId],
        keyOfSecret: async () => keyArn,
        keyOfParameter: async () => keyArn,
      },
    },
  );
}

/** The one record that a call leaves. */
export async function recordFor(
  cares: Partial<Call>,
  answer?: Answer,
  more?: Partial<AnsweredCall>,
): Promise<CloudTrailRecord> {
  const [record, ...others] = await recordsFor(cares, answer, more);
  if (!record || others.length > 0) throw new Error(`Expected one record, not ${others.length + 1}.`);
  return record;
}
