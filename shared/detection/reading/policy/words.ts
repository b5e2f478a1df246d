import type { Severity } from "../../../findings/index.ts";
import { accountOf, type CloudTrailRecord } from "../../../trail/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { type Openings, openings } from "./openings.ts";

/** Whom a policy in a record opens the resource to beside the record's account and those that are trusted. */
export function openedBy(
  record: CloudTrailRecord,
  policy: unknown,
  { trustedAccounts }: DetectionSettings,
): Openings {
  return openings(policy, [accountOf(record), ...trustedAccounts]);
}

/** Whether a policy lets anybody in from outside; an organisation is taken for the account's own. */
export function isOpened({ everyone, accounts }: Openings): boolean {
  return everyone || accounts.length > 0;
}

/** How much it matters whom a policy lets in. */
export function severityOf({ everyone }: Openings): Severity {
  return everyone ? "CRITICAL" : "HIGH";
}

/** Whom a policy lets in, in words. */
export function openedTo({ everyone, accounts, organisations }: Openings): string {
  if (everyone) return "everyone, in whatever account";
  const words = [
    ...(accounts.length > 0 ? [`account ${accounts.join(", ")}`] : []),
    ...(organisations.length > 0 ? [`organisation ${organisations.join(", ")}`] : []),
  ];
  return words.join(" and ") || "nobody outside the account";
}
