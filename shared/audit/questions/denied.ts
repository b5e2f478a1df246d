import type { AuditEvent } from "../event/event.ts";
import { kms, secretsManager } from "../event/operations.ts";
import { firstByName, tally } from "../first-by-name.ts";
import {
  byCount,
  mostNamed,
  mostOfEach,
  noOccurrences,
  type Occurrences,
  occur,
  type Question,
} from "../question.ts";
import type { Counted } from "./who-used.ts";

/** What a principal was refused. */
export interface Refusal extends Occurrences {
  principal: string;
  service?: string;
  operation: string;
  /** ARN of a key, or `account/region/name` of a secret; empty where the record names none. */
  resource: string;
  addresses: Counted[];
}

/** Who tried and failed for want of permission, on what. */
export interface Refusals {
  refusals: Refusal[];
  hasMore: boolean;
}

/** Who tried and failed. */
export function denied(): Question<Refusals> {
  return {
    wants: [{ source: kms }, { source: secretsManager }],
    isRefused: true,
    begin: () => {
      const refusals = firstByName<ReturnType<typeof newRefusal>>(mostNamed);
      return {
        add: (event) => {
          const { principal, operation, service = "" } = event;
          const resource = resourceOf(event);
          const refusal = refusals.of(JSON.stringify([principal, operation, resource, service]), () =>
            newRefusal(event),
          );
          if (!refusal) return;
          occur(refusal, event);
          refusal.addresses.add(event.address);
        },
        answer: () => ({
          refusals: refusals
            .entries()
            .map(([, { addresses, ...refusal }]) => ({ ...refusal, addresses: addresses.list() }))
            .sort(byCount),
          hasMore: refusals.hasMore(),
        }),
      };
    },
  };
}

function newRefusal(event: AuditEvent) {
  const { principal, service, operation } = event;
  return {
    principal,
    ...(service && { service }),
    operation,
    resource: resourceOf(event),
    ...noOccurrences(),
    addresses: tally(mostOfEach),
  };
}

function resourceOf({ secret, keys, aliases }: AuditEvent): string {
  return secret ?? (keys.join(", ") || aliases.join(", "));
}
