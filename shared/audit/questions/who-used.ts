import type { AuditEvent } from "../event/event.ts";
import { keyUses, kms, secretsManager, secretUses } from "../event/operations.ts";
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
import type { Subject } from "../subject/subject.ts";

/** A name and how often it came. */
export interface Counted {
  name: string;
  count: number;
}

/** A principal's use of a key or secret. */
export interface Use extends Occurrences {
  principal: string;
  /** The service that acted for it; absent where it called itself. */
  service?: string;
  /** The sessions of a role. */
  sessions: Counted[];
  operations: Counted[];
  /** Where it called from: an address, or a service. */
  addresses: Counted[];
  /** Encryption contexts, as JSON. */
  contexts: Counted[];
}

/** Who used a key or secret. */
export interface WhoUsed {
  uses: Use[];
  /** Whether there are more principals than an answer holds. */
  hasMore: boolean;
}

/**
 * Who used a key or secret. Uses of a key are its cryptographic operations, those of a secret retrievals of its value.
 *
 * @param operations others, such as `DescribeKey`
 */
export function whoUsed(subject: Subject, operations?: readonly string[]): Question<WhoUsed> {
  return {
    wants: [usesOf(subject, operations)],
    subject,
    begin: () => {
      const uses = firstByName<ReturnType<typeof newUse>>(mostNamed);
      return {
        add: (event) => {
          const use = uses.of(`${event.principal} ${event.service ?? ""}`, () => newUse(event));
          if (!use) return;
          occur(use, event);
          if (event.caller !== event.principal) use.sessions.add(sessionOf(event.caller));
          use.operations.add(event.operation);
          use.addresses.add(event.address);
          if (event.context) use.contexts.add(event.context);
        },
        answer: () => ({
          uses: uses
            .entries()
            .map(([, { sessions, operations, addresses, contexts, ...use }]) => ({
              ...use,
              sessions: sessions.list(),
              operations: operations.list(),
              addresses: addresses.list(),
              contexts: contexts.list(),
            }))
            .sort(byCount),
          hasMore: uses.hasMore(),
        }),
      };
    },
  };
}

/** The events that are uses of a subject. */
export function usesOf({ kind }: Subject, operations?: readonly string[]) {
  const source = kind === "secret" ? secretsManager : kms;
  return operations ? { source, names: operations } : kind === "secret" ? secretUses : keyUses;
}

function newUse({ principal, service }: AuditEvent) {
  return {
    principal,
    ...(service && { service }),
    ...noOccurrences(),
    sessions: tally(mostOfEach),
    operations: tally(mostOfEach),
    addresses: tally(mostOfEach),
    contexts: tally(mostOfEach),
  };
}

/** The session in the ARN of an assumed role. */
function sessionOf(caller: string): string {
  return caller.slice(caller.lastIndexOf("/") + 1);
}
