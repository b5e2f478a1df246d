import type { AuditEvent } from "../event/event.ts";
import { keyUses, kms } from "../event/operations.ts";
import type { Question } from "../question.ts";
import type { Subject } from "../subject/subject.ts";

/** A grant, as far as the trail can tell of it. */
export interface AskedGrant {
  id: string;
  /** ARN of a principal, or the name of a service. */
  grantee: string;
  /** Such as `Decrypt`. */
  operations: readonly string[];
}

/** What the trail tells of a grant; what it does not is absent. */
export interface GrantUse {
  id: string;
  /** The caller's ARN, with the session. */
  madeBy?: string;
  /** ISO 8601. */
  madeAt?: string;
  /** The last call by the grantee of an operation that the grant permits: the trail does not say what permitted it. */
  lastUse?: { time: string; operation: string; caller: string };
}

/** Who made the grants of a key, and when their grantees last did with the key what the grants permit. */
export function grantUse(subject: Subject, grants: readonly AskedGrant[]): Question<GrantUse[]> {
  return {
    wants: [keyUses, { source: kms, names: ["CreateGrant"] }],
    subject,
    begin: () => {
      const told = grants.map(({ id }): GrantUse => ({ id }));
      const latest = grants.map(() => "");
      return {
        add: (event) => {
          if (event.error !== undefined) return;
          for (const [index, grant] of grants.entries()) {
            const use = told[index];
            if (!use) continue;
            if (event.operation === "CreateGrant") {
              // The first record: with an end, a grant that is there may be asked for again.
              if (event.grant === grant.id && (use.madeAt === undefined || event.time < use.madeAt)) {
                use.madeBy = event.caller;
                use.madeAt = event.time;
              }
            } else if (permits(grant, event) && `${event.time} ${event.id}` > (latest[index] ?? "")) {
              const { time, id, operation, caller } = event;
              latest[index] = `${time} ${id}`;
              use.lastUse = { time, operation, caller };
            }
          }
        },
        answer: () => told,
      };
    },
  };
}

function permits({ grantee, operations }: AskedGrant, event: AuditEvent): boolean {
  const { principal, caller, service, operation } = event;
  return (
    [principal, caller, service].includes(grantee) &&
    operations.some((one) => one === operation || (operation === "ReEncrypt" && one.startsWith("ReEncrypt")))
  );
}
