import {
  type GrantListEntry,
  type KMSClient,
  paginateListRetirableGrants,
  RetireGrantCommand,
} from "@aws-sdk/client-kms";
import { endOf } from "./expiry.ts";

/** What became of the grants whose end a principal is to bring. */
export interface Retirement {
  /** Ids of the grants that were over, and are no more. */
  retired: string[];
  /** How many have time yet. */
  running: number;
  /** Grants that were over and could not be retired, and why. */
  failures: { grant: string; key: string; error: Error }[];
}

/** What KMS answers of a grant that is gone, or with a key that is: the same as if it had been retired. */
const gone = ["InvalidGrantIdException", "NotFoundException"];

/**
 * Retires the grants whose time is over, of all keys that have the principal as the one that retires them. One that
 * cannot be retired does not keep the others.
 *
 * @param retiredBy ARN of the principal that is asked as; it needs no permission but `kms:ListRetirableGrants`: that it
 *   may retire a grant stands in the grant
 */
export async function retireEndedGrants(
  client: KMSClient,
  { retiredBy, now }: { retiredBy: string; now: Date },
): Promise<Retirement> {
  const ended: GrantListEntry[] = [];
  let running = 0;
  for await (const { Grants = [] } of paginateListRetirableGrants(
    { client },
    { RetiringPrincipal: retiredBy },
  )) {
    for (const grant of Grants) {
      const end = endOf(grant.Name);
      if (end === undefined) continue;
      if (end > now) running += 1;
      else ended.push(grant);
    }
  }
  const retirement: Retirement = { retired: [], running, failures: [] };
  for (const { GrantId = "", KeyId = "" } of ended) {
    try {
      await client.send(new RetireGrantCommand({ KeyId, GrantId }));
      retirement.retired.push(GrantId);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (gone.includes(error.name)) retirement.retired.push(GrantId);
      else retirement.failures.push({ grant: GrantId, key: KeyId, error });
    }
  }
  return retirement;
}
