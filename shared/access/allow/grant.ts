import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { KnownKey } from "../collect/key.ts";
import type { Grant } from "../decision/grants.ts";
import type { WantedGrant } from "./document.ts";
import type { Wanted } from "./statements.ts";

/** A grant of operations with a key, unless there is the same already. */
export function wantedGrant(
  { grants, resource }: KnownKey,
  { trusted }: Wanted,
  operations: readonly string[],
  encryptionContextSubset?: Record<string, string>,
): WantedGrant {
  const asked = { grantee: trusted, operations: [...operations], encryptionContextSubset };
  const name = `rekey-${createHash("sha256").update(JSON.stringify(asked)).digest("hex").slice(0, 12)}`;
  const same = (one: Grant) =>
    one.grantee === trusted &&
    one.encryptionContextEquals === undefined &&
    isDeepStrictEqual(one.encryptionContextSubset, encryptionContextSubset) &&
    isDeepStrictEqual([...one.operations].sort(), [...operations].sort());
  const present = grants === "notLookedAt" ? undefined : grants.find(same);
  return {
    kind: "grant",
    side: "owner",
    account: resource.account,
    target: resource.arn,
    grant: present ?? { id: "(new)", name, ...asked },
    changed: present === undefined,
  };
}
