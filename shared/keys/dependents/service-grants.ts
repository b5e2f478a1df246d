import type { GrantListEntry } from "@aws-sdk/client-kms";
import { allGrants } from "../lists.ts";
import type { Dependent, Place } from "./dependent.ts";

/**
 * Grants of AWS services: what they use the key for by themselves, also of services that are looked at nowhere else. A
 * service is the grantee by its own name, or by a role of AWS's such as `aws:ec2-infrastructure`.
 * Source: AWS KMS Developer Guide, "How Amazon DynamoDB uses AWS KMS"; Amazon EBS User Guide, "How EBS encryption works".
 */
export const serviceGrants: Place = {
  what: "grants of AWS services",
  actions: ["kms:ListGrants"],
  find: async ({ kms }, { key }) => {
    const found: Dependent[] = [];
    for (const grant of await allGrants(kms, key)) {
      const grantee = grant.GranteePrincipal ?? grant.GranteeServicePrincipal ?? "";
      if (!/\.amazonaws\.com(?:\.cn)?$|:assumed-role\/aws:/.test(grantee)) continue;
      found.push({
        kind: "grant of an AWS service",
        id: grant.GrantId ?? "",
        part: [grantee, ...contextOf(grant)].join(", "),
        keyName: key,
        namedAs: "key",
        loss: "the service cannot use what it keeps under the key",
      });
    }
    return found;
  },
};

/** The resource that a grant is for stands in its encryption context, such as `aws:ebs:id=vol-1`. */
function contextOf({ Constraints }: GrantListEntry): string[] {
  const { EncryptionContextEquals, EncryptionContextSubset } = Constraints ?? {};
  return Object.entries({ ...EncryptionContextSubset, ...EncryptionContextEquals }).map(
    ([name, value]) => `${name}=${value}`,
  );
}
