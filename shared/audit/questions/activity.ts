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
import type { PrincipalSubject } from "../subject/subject.ts";
import type { Counted } from "./who-used.ts";

/** A key or secret that a principal touched. */
export interface Touched extends Occurrences {
  kind: "key" | "secret" | "none";
  /** ARN of the key, or `account/region/name` of the secret; empty for calls about none, such as ListSecrets. */
  name: string;
  operations: Counted[];
  sessions: Counted[];
  /** Services that acted for it. */
  services: Counted[];
  addresses: Counted[];
}

/** Every key and secret that a principal touched: how far its credentials reach, as far as they were used. */
export interface Activity {
  touched: Touched[];
  hasMore: boolean;
}

/** What a principal did with keys and secrets. */
export function activity(subject: PrincipalSubject): Question<Activity> {
  return {
    wants: [{ source: kms }, { source: secretsManager }],
    subject,
    begin: () => {
      const touched = firstByName<ReturnType<typeof newlyTouched>>(mostNamed);
      return {
        add: (event) => {
          const add = (kind: Touched["kind"], name: string) => {
            const entry = touched.of(`${kind} ${name}`, () => newlyTouched(kind, name));
            if (!entry) return;
            occur(entry, event);
            entry.operations.add(event.operation);
            entry.sessions.add(event.caller);
            entry.addresses.add(event.address);
            if (event.service) entry.services.add(event.service);
          };
          for (const key of event.keys) add("key", key);
          if (event.secret) add("secret", event.secret);
          if (event.keys.length === 0 && !event.secret) add("none", "");
        },
        answer: () => ({
          touched: touched
            .entries()
            .map(([, { operations, sessions, services, addresses, ...entry }]) => ({
              ...entry,
              operations: operations.list(),
              sessions: sessions.list(),
              services: services.list(),
              addresses: addresses.list(),
            }))
            .sort(byCount),
          hasMore: touched.hasMore(),
        }),
      };
    },
  };
}

function newlyTouched(kind: Touched["kind"], name: string) {
  return {
    kind,
    name,
    ...noOccurrences(),
    operations: tally(mostOfEach),
    sessions: tally(mostOfEach),
    services: tally(mostOfEach),
    addresses: tally(mostOfEach),
  };
}
