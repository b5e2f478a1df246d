import { CreateGrantCommand, type GrantListEntry, type KMSClient } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import { allGrants } from "../lists.ts";
import type { KeyIdentity } from "./replacement.ts";

/** What a grant may be called: KMS API Reference, CreateGrant. */
const longestName = 256;

/**
 * Gives the grantees of the old key the same grants on the new one. KMS makes no second grant with the same name and all
 * the same parameters. Grants of AWS services are theirs: they are bound to a volume or a database that stays under
 * the old key.
 */
export async function copyGrants(kms: KMSClient, oldKey: KeyIdentity, newKey: KeyIdentity): Promise<void> {
  const grants = await askKms(`The grants of ${oldKey.arn} cannot be listed`, () =>
    allGrants(kms, oldKey.arn),
  );
  for (const grant of grants.filter(isOfAPrincipal)) {
    await askKms(`The grant ${grant.GrantId} is not made for the new key`, () =>
      kms.send(
        new CreateGrantCommand({
          KeyId: newKey.arn,
          GranteePrincipal: grant.GranteePrincipal,
          RetiringPrincipal: grant.RetiringPrincipal,
          Operations: grant.Operations,
          Constraints: grant.Constraints,
          Name: (grant.Name || `rekey-${grant.GrantId}`).slice(0, longestName),
        }),
      ),
    );
  }
}

/** Whether a user or role got it, and not a service, for a resource of its own. */
export function isOfAPrincipal({ GranteePrincipal = "", RetiringPrincipal = "" }: GrantListEntry): boolean {
  const isService = (principal: string) =>
    /(^[^:]+\.amazonaws\.com(\.cn)?$)|(:role\/aws-service-role\/)|(:assumed-role\/aws:)/.test(principal);
  return GranteePrincipal !== "" && !isService(GranteePrincipal) && !isService(RetiringPrincipal);
}
