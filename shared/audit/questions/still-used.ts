import type { AuditEvent } from "../event/event.ts";
import { keyUses, kms } from "../event/operations.ts";
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
import type { KeySubject } from "../subject/subject.ts";
import type { Counted } from "./who-used.ts";

/** Somebody who uses a key, or would if it were not disabled. */
export interface StillUse extends Occurrences {
  principal: string;
  /** The service that acted for it; absent where it called itself. */
  service?: string;
  operations: Counted[];
}

/** Whether a key is still in use. */
export interface StillUsed {
  /** Of `count`, `failed` are those that the key's state refused. */
  uses: StillUse[];
  /** Whether there are more principals than an answer holds. */
  hasMore: boolean;
  /** Since when it is of no use to anybody, ISO 8601; absent where it was not taken out of use, or is in use again. */
  outOfUseSince?: string;
}

/** What KMS refuses a use with that its key's state alone forbids. Source: KMS API Reference, errors of Decrypt. */
const refusedByState = ["DisabledException", "KMSInvalidStateException"];

const stops = ["CancelKeyDeletion", "DeleteExpiredKeyMaterial", "DeleteImportedKeyMaterial", "DisableKey"];
const starts = ["EnableKey", "ImportKeyMaterial"];

/**
 * Who uses a key, or would if its state allowed it, and since when it is out of use: whether it may be deleted. Other
 * calls that failed, such as those without permission, are no uses.
 */
export function stillUsed(subject: KeySubject): Question<StillUsed> {
  return {
    wants: [keyUses, { source: kms, names: [...stops, ...starts] }],
    subject,
    begin: () => {
      const uses = firstByName<ReturnType<typeof newUse>>(mostNamed);
      let change: { time: string; id: string; stops: boolean } | undefined;
      return {
        add: (event) => {
          const { error, operation, principal, service, time, id } = event;
          if (keyUses.names?.includes(operation)) {
            if (error !== undefined && !refusedByState.includes(error)) return;
            const use = uses.of(`${principal} ${service ?? ""}`, () => newUse(event));
            if (!use) return;
            occur(use, event);
            use.operations.add(operation);
          } else if (error === undefined && (!change || `${time} ${id}` > `${change.time} ${change.id}`)) {
            change = { time, id, stops: stops.includes(operation) };
          }
        },
        answer: () => ({
          uses: uses
            .entries()
            .map(([, { operations, ...use }]) => ({ ...use, operations: operations.list() }))
            .sort(byCount),
          hasMore: uses.hasMore(),
          ...(change?.stops && { outOfUseSince: change.time }),
        }),
      };
    },
  };
}

function newUse({ principal, service }: AuditEvent) {
  return {
    principal,
    ...(service && { service }),
    ...noOccurrences(),
    operations: tally(mostOfEach),
  };
}
