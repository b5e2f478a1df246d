import type { Account } from "../account/account.ts";
import { addressOf } from "../account/people.ts";
import { session } from "../records/identities.ts";
import { daysBetween, isWeekend } from "../stream/calendar.ts";
import { seeded } from "../stream/random.ts";
import { hour, type Stream, type Timed } from "../stream/timed.ts";
import { round } from "./posture-tools.ts";

/** An auditor who looks at every key and secret on the first working day of each month, and reads none. */
export function auditor(account: Account): Stream[] {
  return [audits(account)];
}

function* audits(account: Account): Generator<Timed, void> {
  const { from, until } = account.period;
  const person = account.people.find(({ permissionSet }) => permissionSet === "SecurityAudit");
  if (!person) return;
  const random = seeded(account.seed, "auditor");
  let month = -1;
  for (const midnight of daysBetween(from, until, person.zoneHours)) {
    const start = midnight + 10 * hour + random.whole(0, 60 * 60_000);
    const date = new Date(start);
    if (start < from || start + hour > until || isWeekend(start) || date.getUTCMonth() === month) continue;
    // The first month seen began before the records do, unless they begin with it.
    const begins = month >= 0 || date.getUTCDate() <= 3;
    month = date.getUTCMonth();
    if (!begins) continue;
    const caller = {
      identity: session(random, person.role, person.name, start - hour),
      sourceIPAddress: addressOf(person, account.seed, start),
      userAgent: "Prowler/5.3.0 Boto3/1.36.26 md/Botocore#1.36.26 ua/2.0 os/macos#24.3.0 lang/python#3.12.8",
    };
    yield* round(account, random, caller, start);
  }
}
