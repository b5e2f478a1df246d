import type { MatchDetection } from "../../detection.ts";
import { byService, foreignAccountIn, keyOf, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { broadOperations, granteeOf, revoke } from "./grant.ts";

/** A grant by hand whose grantee may make further grants: access that no policy shows, and that spreads. */
export function kmsGrantThatGrants(settings: DetectionSettings): MatchDetection {
  return {
    id: "kms-grant-that-grants",
    title: "Grant on a key that allows further grants",
    description:
      "Somebody made a grant with CreateGrant among its operations for a principal of the account. Services make such grants all day; people hardly ever do.",
    technique: "T1098",
    severity: "LOW",
    kind: "match",
    wants: [{ source: "kms.amazonaws.com", names: ["CreateGrant"] }],
    matches: (record) => {
      const grantee = granteeOf(record);
      return (
        succeeded(record) &&
        !byService(record) &&
        broadOperations(record).includes("CreateGrant") &&
        grantee?.startsWith("arn:") === true &&
        foreignAccountIn(grantee, record, settings) === undefined
      );
    },
    entity: keyOf,
    resources: (record) => [keyOf(record), granteeOf(record) ?? "unknown principal"],
    why: (record) =>
      `${who(record)} granted ${broadOperations(record).join(", ")} on the key to ${granteeOf(record)}.`,
    remedy: (record) => `If an application does not need it: ${revoke(record, keyOf(record))}.`,
  };
}
