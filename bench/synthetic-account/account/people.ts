import { type Role, role } from "../records/identities.ts";
import { type Random, seeded } from "../stream/random.ts";
import { day, hour } from "../stream/timed.ts";
import { domains, kinds, type Period } from "./applications.ts";
import { accountId } from "./place.ts";

/** Somebody who works in the account, with a permission set of IAM Identity Center. */
export interface Person {
  name: string;
  /** The role of the permission set, which many have. */
  role: Role;
  permissionSet: PermissionSet;
  zoneHours: number;
  /** Share of days at home, where addresses change. */
  atHome: number;
  /** First working day. */
  since: number;
  /** Domains that the person may look into. */
  domains: string[];
  /** Kinds of applications there that the person works on. */
  kinds: string[];
}

export type PermissionSet = "Developer" | "PlatformEngineer" | "Support" | "SecurityAudit" | "DataEngineer";

const given = [
  "anna",
  "ben",
  "clara",
  "david",
  "elif",
  "farid",
  "greta",
  "hugo",
  "ines",
  "jonas",
  "karin",
  "leo",
  "mila",
  "noah",
  "olga",
  "paul",
  "rosa",
  "samir",
  "tina",
  "viktor",
];
const family = ["berg", "costa", "novak"];
const sets: PermissionSet[] = [
  "Developer",
  "Developer",
  "Developer",
  "Developer",
  "PlatformEngineer",
  "Support",
  "DataEngineer",
  "DataEngineer",
  "Developer",
  "SecurityAudit",
];
/** Makes 60 people; about one in two weeks is new. */
export function makePeople(seed: number, { from, until }: Period): Person[] {
  const random = seeded(seed, "people");
  const roles = new Map(
    [...new Set(sets)].map((set) => [
      set,
      role(
        random,
        accountId,
        `AWSReservedSSO_${set}_${random.uuid().replaceAll("-", "").slice(0, 16)}`,
        "/aws-reserved/sso.amazonaws.com/eu-central-1/",
      ),
    ]),
  );
  const people = family.flatMap((last) =>
    given.map((first, n) => person(random, `${first}.${last}`, sets[n % sets.length] ?? "Developer", roles)),
  );
  const newcomers = Math.floor((until - from) / (14 * day) + random.fraction());
  for (const newcomer of random.some(people, newcomers)) {
    newcomer.since = from + random.whole(0, Math.max(0, (until - from) / day - 1)) * day;
  }
  return people;
}

function person(
  random: Random,
  name: string,
  permissionSet: PermissionSet,
  roles: Map<string, Role>,
): Person {
  const found = roles.get(permissionSet);
  if (!found) throw new RangeError(`There is no role for ${permissionSet}.`);
  return {
    name: `${name}@example.com`,
    role: found,
    permissionSet,
    zoneHours: random.pick([1, 1, 1, 1, 0, -5, 5.5]),
    atHome: random.pick([0.1, 0.4, 0.4, 0.8]),
    since: Number.NEGATIVE_INFINITY,
    domains: random.some(domains, 2),
    kinds: random.some(kinds, 3),
  };
}

/** Addresses that the VPN and the offices go out by. */
export const offices = ["203.0.113.10", "203.0.113.11", "198.51.100.20"] as const;

/** Where somebody is online from on a day: the VPN's way out, or at home an address that changes every few days. */
export function addressOf({ name, atHome }: Person, seed: number, at: number): string {
  const today = seeded(seed, "place", name, Math.floor(at / day));
  if (!today.chance(atHome) || today.chance(0.5)) return today.pick(offices);
  const home = seeded(seed, "home", name);
  const lease = seeded(seed, "lease", name, Math.floor(at / (home.whole(1, 9) * day + hour)));
  return `${home.pick(["91.64", "84.160", "79.192", "188.98"])}.${lease.whole(0, 255)}.${lease.whole(1, 254)}`;
}
