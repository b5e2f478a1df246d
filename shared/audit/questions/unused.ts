import { keyUses, secretUses } from "../event/operations.ts";
import type { InventoryItem } from "../inventory.ts";
import type { Question } from "../question.ts";
import { matches } from "../subject/matches.ts";
import { parseResource } from "../subject/subject.ts";

/** A key or secret that nobody used. */
export type Unused = Omit<InventoryItem, "lastUsed">;

/**
 * Keys and secrets that were there all the time and that nobody used: candidates for deletion. A call that failed is
 * none, and neither is one of the principals left out, such as a function that rotates the secret.
 *
 * @param except principals whose uses do not count, named as `activity` takes them
 */
export function unused(
  inventory: readonly InventoryItem[],
  { from, except = [] }: { from: Date; except?: readonly string[] },
): Question<Unused[]> {
  const excepted = except.map((text) => matches({ kind: "principal", text }));
  return {
    wants: [keyUses, secretUses],
    begin: () => {
      const used = new Set<string>();
      const byName = new Map(
        inventory.map((item) => [item.kind === "key" ? item.arn : nameOf(item), item.arn]),
      );
      return {
        add: (event) => {
          if (event.error !== undefined || excepted.some((is) => is(event))) return;
          for (const name of event.secret ? [event.secret] : event.keys) {
            const arn = byName.get(name);
            if (arn) used.add(arn);
          }
        },
        answer: () =>
          inventory
            .filter(({ arn, created }) => !used.has(arn) && Date.parse(created) < from.getTime())
            .filter(({ lastUsed }) => except.length > 0 || !lastUsed || Date.parse(lastUsed) < from.getTime())
            .map(({ lastUsed: _, ...item }) => item)
            .sort((one, other) => other.dollarsAMonth - one.dollarsAMonth || (one.arn < other.arn ? -1 : 1)),
      };
    },
  };
}

/** As events name a secret. */
function nameOf({ arn }: InventoryItem): string {
  const secret = parseResource(arn);
  return secret.kind === "secret" ? `${secret.account}/${secret.region}/${secret.name}` : arn;
}
