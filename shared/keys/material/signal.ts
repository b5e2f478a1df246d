import { ownSignal, type Severity, type Signal } from "../../findings/index.ts";
import type { ExpiringMaterial } from "./expiring.ts";

/** The id of the finding; the account's settings name it under `thresholds`, in days, and under `disabled`. */
export const materialRule = "kms-key-material-about-to-expire";

/** How many days ahead it is told, where the settings do not say. */
export const usualDaysAhead = 30;

const dayMs = 24 * 60 * 60_000;

/** It is looked at once a day: two days without it, and the finding is over. */
const quietSeconds = 2 * 24 * 60 * 60;

/**
 * What is signalled of key material that is about to expire. It is one finding until the material is imported again, and
 * more severe as the day comes nearer.
 *
 * @param functionArn the function that looked
 */
export function materialSignal({ key, validTo }: ExpiringMaterial, functionArn: string, now: Date): Signal {
  const [, , , region = "unknown", accountId = "unknown"] = key.split(":");
  const days = Math.floor((validTo.getTime() - now.getTime()) / dayMs);
  return ownSignal(
    {
      ruleId: materialRule,
      title: "Imported key material is about to expire",
      severity: severityOf(days),
      technique: "T1486",
      principal: functionArn,
      entity: key,
      resources: [key],
      eventName: "DescribeKey",
      accountId,
      region,
      why: `The imported material of ${key} expires at ${validTo.toISOString()}, ${inWords(days)}. Then KMS deletes it, and nothing under the key can be decrypted until the same material is imported again.`,
      remedy: `Import the same material again with a later end or none: aws kms get-parameters-for-import --key-id ${key}, then aws kms import-key-material. Or take the key out of use before: rekey key delete ${key}.`,
      quietSeconds,
    },
    now,
  );
}

function severityOf(days: number): Severity {
  if (days < 2) return "CRITICAL";
  return days < 8 ? "HIGH" : "MEDIUM";
}

function inWords(days: number): string {
  if (days < 1) return "within a day";
  return days === 1 ? "in a day" : `in ${days} days`;
}
