import { accountOf, type CloudTrailRecord } from "../../../trail/index.ts";
import { accountIn } from "../names.ts";
import { allowStatements } from "./statements.ts";

/** Actions with which the account's administrators can put a key's policy right again. */
const all = ["*", "kms:*"];

/**
 * Whether a key policy leaves the key to its account, without a condition: then administrators get at it by IAM, whomever the policy
 * names beside. Source: "Default key policy" in the KMS developer guide.
 */
export function isHeldByAccount(record: CloudTrailRecord, policy: unknown): boolean {
  const account = accountOf(record);
  return allowStatements(policy).some(
    ({ principals, actions, condition }) =>
      condition === undefined &&
      actions.some((action) => all.includes(action.toLowerCase())) &&
      principals.some(
        (principal) =>
          principal === account || (accountIn(principal) === account && principal.endsWith(":root")),
      ),
  );
}
