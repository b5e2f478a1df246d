import { BatchImportFindingsCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { Finding } from "../finding.ts";
import { type SecurityHubAccount, toAsff } from "../formats/asff.ts";
import { DeliveryError } from "./delivery-error.ts";

/** BatchImportFindings takes no more at once. */
const findingsPerCall = 100;

/**
 * Imports findings into Security Hub, where a revision replaces the one before it.
 *
 * @param hub the account and region of the client
 * @throws DeliveryError if Security Hub does not take one of them
 */
export async function importIntoSecurityHub(
  client: SecurityHubClient,
  findings: readonly Finding[],
  hub: SecurityHubAccount,
): Promise<void> {
  for (let from = 0; from < findings.length; from += findingsPerCall) {
    const { FailedCount = 0, FailedFindings = [] } = await client.send(
      new BatchImportFindingsCommand({
        Findings: findings.slice(from, from + findingsPerCall).map((finding) => toAsff(finding, hub)),
      }),
    );
    if (FailedCount > 0) {
      const reasons = FailedFindings.map(({ ErrorCode, ErrorMessage }) => `${ErrorCode}: ${ErrorMessage}`);
      throw new DeliveryError(
        `Security Hub did not take ${FailedCount} of the findings: ${[...new Set(reasons)].join("; ")}.`,
      );
    }
  }
}
