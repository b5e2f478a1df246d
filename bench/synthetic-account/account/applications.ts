import { type Role, role } from "../records/identities.ts";
import { isWeekend } from "../stream/calendar.ts";
import { seeded } from "../stream/random.ts";
import { day, hour } from "../stream/timed.ts";
import type { Key } from "./keys.ts";
import { accountId, regions } from "./place.ts";
import { makeSecret, type Secret } from "./secrets.ts";

/** A program that runs all day under a role of its own. */
export interface Application {
  name: string;
  role: Role;
  region: string;
  runsOn: "ecs" | "lambda" | "ec2";
  /** Hours that its customers' time is before UTC. */
  zoneHours: number;
  /** What it reads, and since when. */
  secrets: { secret: Secret; since: number }[];
  /** Names of its parameters, all below `/prod/NAME/`. */
  parameters: string[];
  parameterKey: Key;
  /** The key of its tables, buckets and queues. */
  dataKey: Key;
  /** When it first ran; most have run for long. */
  since: number;
  /** When its new versions come, in order. */
  deployments: number[];
  vpcEndpointId: string;
  /** Milliseconds that a read secret stays in its cache. */
  cacheFor: number;
}

/** How much time the account lives, in milliseconds since 1970. */
export interface Period {
  from: number;
  until: number;
}

const parts = ["db", "api-key", "broker", "oauth-client", "tls", "ldap"];
/** Areas of the business, each with an application of every kind. */
export const domains = [
  "orders",
  "billing",
  "catalog",
  "search",
  "fraud",
  "shipping",
  "identity",
  "mail",
  "ledger",
  "media",
];
export const kinds = [
  "api",
  "worker",
  "web",
  "stream",
  "sync",
  "export",
  "cache",
  "admin",
  "hooks",
  "gateway",
  "report",
];

/** Makes 110 applications with 440 secrets of their own; some begin, and some read one more, within the period. */
export function makeApplications(seed: number, { from, until }: Period, keys: readonly Key[]): Application[] {
  const applications = domains.flatMap((domain) =>
    kinds.map((kind, n) => makeApplication(seed, `${domain}-${kind}`, n, { from, until }, keys)),
  );
  const random = seeded(seed, "changes");
  const days = (until - from) / day;
  // An application is rolled out every ten days, and every third day one is given a secret of another.
  for (const at of momentsOfWork(from, until, days / 10, random.fraction))
    random.pick(applications).since = at;
  for (const at of momentsOfWork(from, until, days / 3, random.fraction)) {
    const reader = random.pick(applications);
    const lender = random.pick(applications.filter(({ region }) => region === reader.region));
    const [lent] = lender.secrets;
    if (lent && lender !== reader) reader.secrets.push({ secret: lent.secret, since: at });
  }
  return applications;
}

function makeApplication(
  seed: number,
  name: string,
  n: number,
  { from, until }: Period,
  keys: readonly Key[],
): Application {
  const random = seeded(seed, "application", name);
  const region = regions[n < 8 ? 0 : n % 2 === 0 ? 1 : 2] ?? regions[0];
  const ofRegion = keys.filter((key) => key.region === region);
  const own = ofRegion.filter(({ managedByAws }) => !managedByAws);
  const secretsKey = random.chance(0.5) ? managed(ofRegion, "secretsmanager") : random.pick(own);
  return {
    name,
    region,
    role: role(random, accountId, `prod-${name}`),
    runsOn: random.pick(["ecs", "ecs", "lambda", "ec2"]),
    zoneHours: region === "us-east-1" ? -5 : 1,
    secrets: parts.slice(0, 3 + (n % 3)).map((part) => ({
      secret: makeSecret(seed, `prod/${name}/${part}`, region, secretsKey, from),
      since: Number.NEGATIVE_INFINITY,
    })),
    parameters: Array.from({ length: 28 }, (_, p) => `/prod/${name}/${p < 4 ? "secret" : "setting"}-${p}`),
    parameterKey: random.chance(0.6) ? managed(ofRegion, "ssm") : random.pick(own),
    dataKey: random.pick(own),
    since: Number.NEGATIVE_INFINITY,
    deployments: momentsOfWork(from, until, ((until - from) / day) * 0.35, random.fraction),
    vpcEndpointId: `vpce-0${random.uuid().replaceAll("-", "").slice(0, 16)}`,
    cacheFor: random.pick([0.25, 0.5, 1, 1, 2]) * hour,
  };
}

/** The key that AWS made for one of its services. */
export function managed(keys: readonly Key[], service: string): Key {
  const found = keys.find(({ alias }) => alias === `alias/aws/${service}`);
  if (!found) throw new RangeError(`There is no key alias/aws/${service} among the keys.`);
  return found;
}

/** About so many moments between nine and five, fewer where weekends lie between, in order. */
function momentsOfWork(from: number, until: number, count: number, fraction: () => number): number[] {
  const moments = Array.from({ length: Math.floor(count + fraction()) }, () => {
    const start = from + Math.floor(fraction() * Math.ceil((until - from) / day)) * day;
    return Math.floor(start / day) * day + (8 + fraction() * 8) * hour;
  });
  return moments
    .map(Math.floor)
    .filter((at) => !isWeekend(at))
    .sort((one, other) => one - other);
}
