import type { AuditEvent } from "../event/event.ts";
import { keyChanges, secretChanges } from "../event/operations.ts";
import { firstByName } from "../first-by-name.ts";
import { mostNamed, type Question } from "../question.ts";
import type { Subject } from "../subject/subject.ts";

/** One change of a key or secret. */
export interface Change {
  /** ISO 8601. */
  time: string;
  id: string;
  operation: string;
  /** In words. */
  change: string;
  /** The caller's ARN, with the session. */
  caller: string;
  service?: string;
  /** The error code of a change that was not made. */
  error?: string;
  recoverableUntil?: string;
}

/** The history of a key's policy, grants, rotation and aliases, of a secret's versions, labels and rotation. */
export function changes(subject: Subject): Question<Change[]> {
  return {
    wants: [subject.kind === "secret" ? secretChanges : keyChanges],
    subject,
    begin: () => {
      const timeline = changesWithin();
      return { add: timeline.add, answer: timeline.list };
    },
  };
}

/** Collects changes, oldest first; of very many the first ones. */
export function changesWithin(limit = mostNamed) {
  const made = firstByName<Change>(limit);
  return {
    add: (event: AuditEvent): void => {
      made.of(`${event.time} ${event.id}`, () => changeOf(event));
    },
    list: (): Change[] => made.entries().map(([, change]) => change),
  };
}

function changeOf(event: AuditEvent): Change {
  const { time, id, operation, caller, service, error, recoverableUntil, change = operation } = event;
  return {
    time,
    id,
    operation,
    change,
    caller,
    ...(service && { service }),
    ...(error && { error }),
    ...(recoverableUntil && { recoverableUntil }),
  };
}
