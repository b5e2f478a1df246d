import type { Report } from "../../../shared/report/index.ts";
import { decrypt, keyArn, kmsCall, read, session } from "../../unit/audit/records.ts";
import { gathered } from "../../unit/report/gathered.ts";
import { aRecord } from "../../unit/trail/a-record.ts";

/** A small account over three days: some keys and secrets, a finding, and a rotation that fails. */
export function smallReport(): Promise<Report> {
  const times = ["2026-03-01T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-03T11:00:00Z"];
  return gathered([
    kmsCall("CreateAlias", { requestParameters: { aliasName: "alias/payroll", targetKeyId: keyArn } }),
    ...times.flatMap((eventTime, day) => [
      ...Array.from({ length: 6 }, () => decrypt({ eventTime, userIdentity: session(`i-${day}`) })),
      read("prod/db", { eventTime }),
      read("prod/db", { eventTime, userIdentity: session(`i-${day}`) }),
    ]),
    read("staging/api-key", { errorCode: "AccessDenied" }),
    kmsCall("DisableKey", { requestParameters: { keyId: keyArn } }),
    aRecord({
      eventName: "RotationFailed",
      errorMessage: "Error when executing lambda during setSecret step",
      readOnly: false,
      requestParameters: null,
      additionalEventData: {
        SecretId: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-a1B2c3",
      },
      userIdentity: { accountId: "111122223333", invokedBy: "secretsmanager.amazonaws.com" },
    }),
  ]);
}

/** A report with so many keys, secrets and pairs. */
export async function largeReport(rows: number): Promise<Report> {
  const report = await gathered([]);
  const occurrences = { failed: 0, first: "2026-03-01T00:00:00Z", last: "2026-03-03T00:00:00Z" };
  const place = { account: "111122223333", region: "eu-central-1" };
  const numbers = Array.from({ length: rows }, (_, n) => n);
  return {
    ...report,
    resources: numbers.map((n) => ({
      kind: n % 2 === 0 ? "key" : "secret",
      name:
        n % 2 === 0 ? `arn:aws:kms:eu-central-1:111122223333:key/${n}` : `111122223333/eu-central-1/s/${n}`,
      label: n % 2 === 0 ? `alias/k-${n}` : `s/${n}`,
      ...place,
      count: rows - n,
      ...occurrences,
      principals: 1,
      uses: [[n % report.buckets.starts.length, rows - n, 0]],
    })),
    principals: numbers.map((n) => ({
      name: `arn:aws:iam::111122223333:role/r-${n}`,
      label: `r-${n}`,
      account: "111122223333",
      count: rows - n,
      ...occurrences,
      resources: 1,
    })),
    pairs: numbers.map((n) => ({
      resource: n,
      principal: n,
      services: [],
      count: rows - n,
      ...occurrences,
      operations: [{ name: "Decrypt", count: 1 }],
      addresses: [{ name: "192.0.2.1", count: 1 }],
    })),
    rotation: {
      from: "trail",
      secrets: numbers.map((n) => ({
        secret: `111122223333/eu-central-1/s/${n}`,
        label: `s/${n}`,
        ...place,
        state: "on",
        succeeded: 1,
        failed: 0,
      })),
    },
  };
}
