import type { GrantListEntry, KMSClient } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import { allGrants } from "../lists.ts";
import type { Key } from "../resolve.ts";
import { endOf } from "./expiry.ts";

/** A grant, as KMS lists it. */
export interface KeyGrant {
  id: string;
  name?: string;
  /** ARN of a principal, or the name of a service. */
  grantee: string;
  operations: string[];
  /** Pairs that a call's encryption context must have. */
  context?: Record<string, string>;
  /** Whether the encryption context may have no other pairs. */
  isWholeContext: boolean;
  created?: Date;
  /** When Rekey ends it. */
  end?: Date;
}

/**
 * The grants of a key, the oldest first.
 *
 * @throws KeyPermissionError without the permission `kms:ListGrants`, KeyStateError
 */
export async function grantsOf(client: KMSClient, key: Key): Promise<KeyGrant[]> {
  return askKms(`The grants of ${key.name} cannot be listed`, async () => {
    const grants = (await allGrants(client, key.arn)).map(toGrant);
    return grants.sort((one, other) => (one.created?.getTime() ?? 0) - (other.created?.getTime() ?? 0));
  });
}

function toGrant(entry: GrantListEntry): KeyGrant {
  const { GrantId = "", Name, GranteePrincipal, GranteeServicePrincipal, Operations = [] } = entry;
  const { EncryptionContextEquals, EncryptionContextSubset } = entry.Constraints ?? {};
  const context = EncryptionContextEquals ?? EncryptionContextSubset;
  const end = endOf(Name);
  return {
    id: GrantId,
    ...(Name && { name: Name }),
    grantee: GranteePrincipal ?? GranteeServicePrincipal ?? "",
    operations: [...Operations].sort(),
    ...(context && { context }),
    isWholeContext: EncryptionContextEquals !== undefined,
    ...(entry.CreationDate && { created: entry.CreationDate }),
    ...(end && { end }),
  };
}
