import { keyRemovals, secretRemovals } from "../event/operations.ts";
import { firstByName } from "../first-by-name.ts";
import { mostNamed, type Question } from "../question.ts";
import { type Change, changesWithin } from "./changes.ts";

/** What became of a key or secret. */
export type Removed = "disabled" | "without key material" | "pending deletion" | "deleted" | "in use again";

/** A key or secret that was taken out of use. */
export interface Removal {
  kind: "key" | "secret";
  /** ARN of the key, or `account/region/name` of the secret. */
  name: string;
  state: Removed;
  /** Until when it can be brought back, ISO 8601; absent where it can be at any time, or not at all. */
  recoverableUntil?: string;
  /** Whether it can still be brought back, and how. */
  rescue: string;
  /** What was done, oldest first. */
  events: Change[];
}

/** What was disabled, scheduled for deletion, deleted, restored, by whom, and whether it can still be saved. */
export function deleted(kind: "keys" | "secrets" | "all", now: Date): Question<Removal[]> {
  return {
    wants: [...(kind === "secrets" ? [] : [keyRemovals]), ...(kind === "keys" ? [] : [secretRemovals])],
    begin: () => {
      const removals = firstByName<ReturnType<typeof changesWithin> & Pick<Removal, "kind" | "name">>(
        mostNamed,
      );
      return {
        add: (event) => {
          if (event.error !== undefined) return;
          const add = (kind: Removal["kind"], name: string) =>
            removals.of(`${kind} ${name}`, () => ({ kind, name, ...changesWithin() }))?.add(event);
          for (const key of event.keys) add("key", key);
          if (event.secret) add("secret", event.secret);
        },
        answer: () =>
          removals.entries().flatMap(([, { kind, name, list }]) => {
            const removal = removalOf(list(), now);
            return removal ? [{ kind, name, ...removal }] : [];
          }),
      };
    },
  };
}

/** Undefined where nothing was taken out of use: key material imported into a new key, a key enabled. */
function removalOf(events: Change[], now: Date): Omit<Removal, "kind" | "name"> | undefined {
  if (!events.some(({ operation }) => stateAfter[operation] !== "in use again")) return undefined;
  let state: Removed = "in use again";
  let until: string | undefined;
  for (const { operation, recoverableUntil } of events) {
    // A cancelled deletion leaves a key disabled.
    state = stateAfter[operation] ?? state;
    until = recoverableUntil ?? (state === "pending deletion" ? until : undefined);
  }
  const isOver = until !== undefined && Date.parse(until) <= now.getTime();
  if (state === "pending deletion" && isOver) state = "deleted";
  return {
    state,
    ...(state === "pending deletion" && until && { recoverableUntil: until }),
    rescue: rescues[state],
    events,
  };
}

const stateAfter: Record<string, Removed> = {
  CancelKeyDeletion: "disabled",
  DeleteImportedKeyMaterial: "without key material",
  DeleteKey: "deleted",
  DeleteSecret: "pending deletion",
  DisableKey: "disabled",
  EnableKey: "in use again",
  ImportKeyMaterial: "in use again",
  RestoreSecret: "in use again",
  ScheduleKeyDeletion: "pending deletion",
};

const rescues: Record<Removed, string> = {
  disabled: "yes: enable it",
  "without key material": "yes: import the same key material again",
  "pending deletion": "yes: cancel the deletion, or restore it",
  deleted: "no",
  "in use again": "it was",
};
