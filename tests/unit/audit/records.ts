import {
  type Answered,
  type AuditEngine,
  ask,
  type Question,
  readEvent,
} from "../../../shared/audit/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { aRecord } from "../trail/a-record.ts";

export const account = "111122223333";
export const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const keyArn = `arn:aws:kms:eu-central-1:${account}:key/${keyId}`;
export const otherKeyArn = keyArn.replace("1234abcd", "0987dcba");
export const roleArn = `arn:aws:iam::${account}:role/service/app`;
export const secretArn = `arn:aws:secretsmanager:eu-central-1:${account}:secret:prod/db-a1B2c3`;

/** The period that the records of the tests lie in. */
export const march = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-04-01T00:00:00Z") };

/** A session of the role `app`. */
export function session(
  name: string,
  accessKeyId = "ASIAEXAMPLE123456789",
): CloudTrailRecord["userIdentity"] {
  return {
    type: "AssumedRole",
    arn: `arn:aws:sts::${account}:assumed-role/app/${name}`,
    accountId: account,
    accessKeyId,
    sessionContext: { sessionIssuer: { type: "Role", arn: roleArn, userName: "app" } },
  };
}

/** A call of KMS about a key. */
export function kmsCall(
  eventName: string,
  { key = keyArn, ...cares }: Partial<CloudTrailRecord> & { key?: string } = {},
): CloudTrailRecord {
  return aRecord({
    eventSource: "kms.amazonaws.com",
    eventName,
    readOnly: false,
    requestParameters: null,
    resources: [{ ARN: key, type: "AWS::KMS::Key" }],
    ...cares,
  });
}

export const decrypt = (cares: Partial<CloudTrailRecord> & { key?: string } = {}) =>
  kmsCall("Decrypt", { readOnly: true, ...cares });

export const read = (secretId: string, cares: Partial<CloudTrailRecord> = {}) =>
  aRecord({ requestParameters: { secretId }, ...cares });

/** An engine that has records at hand, and gives all of them whatever is wanted. */
export function engineOf(records: readonly CloudTrailRecord[]): AuditEngine {
  return {
    events: async function* () {
      yield { events: records.map(readEvent), seen: records.length, problems: [] };
    },
  };
}

/** The answer to a question about March 2026. */
export async function answerTo<Answer>(
  question: Question<Answer>,
  records: readonly CloudTrailRecord[],
): Promise<Answer> {
  return (await answeredFrom(question, engineOf(records))).answer;
}

export function answeredFrom<Answer>(
  question: Question<Answer>,
  engine: AuditEngine,
): Promise<Answered<Answer>> {
  return ask(engine, question, march);
}
