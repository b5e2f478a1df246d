import type { Account } from "../account/account.ts";
import type { Application } from "../account/applications.ts";
import { workload } from "../account/workloads.ts";
import type { Caller } from "../records/api-call.ts";
import { batchGetSecretValue, getSecretValue } from "../records/secrets-manager.ts";
import { getParametersByPath } from "../records/ssm.ts";
import { customerLoad } from "../stream/calendar.ts";
import { type Random, seeded } from "../stream/random.ts";
import { day, minute, type Stream, second, type Timed } from "../stream/timed.ts";

/** Share of the time of an average copy in which it runs. */
const averageLoad = 0.55;

/**
 * Applications that read their secrets when a copy of them starts and whenever their caches run out: copies come
 * and go with their customers, and all are replaced when a new version is deployed.
 *
 * @param eventsPerDay how many records all of them make, about
 */
export function applications(account: Account, eventsPerDay: number): Stream[] {
  return account.applications.flatMap((application) => {
    const share = eventsPerDay / account.applications.length;
    const perCopy = (day / application.cacheFor) * application.secrets.length * 2 * averageLoad;
    const copies = Math.min(200, Math.max(1, Math.round(share / perCopy)));
    // In an account too quiet for one copy caches last longer.
    const cacheFor = Math.min(day, application.cacheFor * Math.max(1, perCopy / share));
    return Array.from({ length: copies }, (_, n) => copyOf(account, { ...application, cacheFor }, n, copies));
  });
}

function* copyOf(
  account: Account,
  application: Application,
  n: number,
  copies: number,
): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "copy", application.name, n);
  const wanted = (at: number) => customerLoad(at, application.zoneHours) * copies > n;
  let at = Math.max(from, application.since) + Math.floor(random.fraction() * application.cacheFor);
  while (at < until) {
    if (!wanted(at)) {
      at += random.whole(4, 11) * minute;
      continue;
    }
    const replaced = application.deployments.find((deployed) => deployed > at) ?? until;
    const stop = replaced + random.whole(5, 180) * second;
    const caller = workload(random, application, at);
    at = yield* start(random, application, caller, at);
    for (;;) {
      at += Math.floor(application.cacheFor * (1 + random.fraction() * 0.1));
      if (at >= stop || at >= until || !wanted(at)) break;
      at = yield* readSecrets(random, application, caller, at);
    }
    at = Math.min(at, Math.max(stop, at - application.cacheFor));
  }
}

function* start(random: Random, application: Application, caller: Caller, at: number) {
  const { name, parameters, parameterKey } = application;
  let next = at;
  for (let page = 0; page < parameters.length; page += 10) {
    yield* getParametersByPath(
      random,
      next,
      caller,
      parameterKey,
      `/prod/${name}/`,
      parameters.slice(page, page + 10),
    );
    next += random.whole(40, 90);
  }
  if (application.runsOn !== "lambda") return yield* readSecrets(random, application, caller, next);
  // Functions start often: they read all of their own at once.
  const filters = [{ key: "name", values: [`prod/${name}/`] }];
  const own = application.secrets
    .map(({ secret }) => secret)
    .filter((each) => each.name.startsWith(`prod/${name}/`));
  yield* batchGetSecretValue(random, next, caller, application.region, filters, own);
  return next + 20 * own.length;
}

function* readSecrets(random: Random, { secrets }: Application, caller: Caller, at: number) {
  let next = at;
  for (const { secret, since } of secrets) {
    if (since > at) continue;
    yield* getSecretValue(random, next, caller, secret);
    next += random.whole(30, 400);
  }
  return next;
}
