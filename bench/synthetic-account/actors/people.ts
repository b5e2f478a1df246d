import type { Account } from "../account/account.ts";
import { addressOf, type PermissionSet, type Person } from "../account/people.ts";
import type { Caller } from "../records/api-call.ts";
import { session } from "../records/identities.ts";
import { daysBetween, isWeekend, workload } from "../stream/calendar.ts";
import { type Random, seeded } from "../stream/random.ts";
import { hour, minute, type Stream, type Timed } from "../stream/timed.ts";
import {
  listOnConsole,
  lookAtKeys,
  readConfiguration,
  readOwnSecrets,
  readTables,
  type Task,
} from "./tasks.ts";

/** What people of each permission set do, the more often the more often it stands here. */
const tasksOf: Record<PermissionSet, Task[]> = {
  Developer: [readConfiguration, readConfiguration, readOwnSecrets, listOnConsole],
  PlatformEngineer: [lookAtKeys, lookAtKeys, readConfiguration, listOnConsole],
  Support: [listOnConsole, readConfiguration],
  SecurityAudit: [lookAtKeys, listOnConsole],
  DataEngineer: [readTables, readTables, readConfiguration],
};

/** People at work: on the console and on the command line, in the hours of their own time zone. */
export function people(account: Account): Stream[] {
  return account.people.map((person) => daysOf(account, person));
}

function* daysOf(account: Account, person: Person): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "person", person.name);
  for (const midnight of daysBetween(from, until, person.zoneHours)) {
    const noon = midnight + 12 * hour;
    const free = isWeekend(noon + person.zoneHours * hour) ? 0.95 : 0.12;
    if (noon < person.since || random.chance(free)) continue;
    const loggedIn = midnight + Math.floor((7.6 + random.fraction() * 1.8) * hour);
    const caller = callerOf(account, random, person, loggedIn);
    let notBefore = Math.max(from, loggedIn);
    for (const wanted of sessionsOf(random, person, midnight)) {
      if (wanted < notBefore) continue;
      const task = random.pick(tasksOf[person.permissionSet]);
      notBefore = (yield* task({ account, random, person, caller: caller[task.on] }, wanted)) + minute;
    }
  }
}

/** When on a day somebody turns to AWS, in order: mostly when many are at work. */
function sessionsOf(random: Random, { zoneHours }: Person, midnight: number): number[] {
  const tries = Array.from({ length: 16 }, () => midnight + Math.floor(random.fraction() * 24 * hour));
  // A weekend's work is as long as a weekday's, where there is any.
  const hours = tries.filter((at) =>
    random.chance(workload(isWeekend(at) ? at + 3 * 24 * hour : at, zoneHours)),
  );
  return hours.sort((one, other) => one - other);
}

function callerOf(
  account: Account,
  random: Random,
  person: Person,
  since: number,
): Record<Task["on"], Caller> {
  const identity = () => session(random, person.role, person.name, since);
  const sourceIPAddress = addressOf(person, account.seed, since);
  const month = Math.floor(since / (30 * 24 * hour));
  const version = `2.${24 + (month % 8)}.${seeded(account.seed, "cli", person.name, month).whole(0, 20)}`;
  const browser =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36";
  return {
    console: { identity: identity(), sourceIPAddress, userAgent: browser, fromConsole: true },
    cli: {
      identity: identity(),
      sourceIPAddress,
      userAgent: `aws-cli/${version} md/awscrt#0.23.8 ua/2.0 os/macos#24.3.0 md/arch#arm64 lang/python#3.12.9 md/pyimpl#CPython`,
    },
  };
}
