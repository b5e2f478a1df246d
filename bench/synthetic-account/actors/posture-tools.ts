import type { Account } from "../account/account.ts";
import { regions } from "../account/place.ts";
import { apiCall, type Caller } from "../records/api-call.ts";
import { type Role, session } from "../records/identities.ts";
import { keyCall } from "../records/kms.ts";
import { secretCall } from "../records/secrets-manager.ts";
import { type Random, seeded } from "../stream/random.ts";
import { hour, type Stream, type Timed } from "../stream/timed.ts";

/** AWS Config and Security Hub: they look at every key's policy and every secret's settings, again and again. */
export function postureTools(account: Account): Stream[] {
  const { config, securityHub } = account.roles;
  return [
    rounds(account, config, "config", 24 * hour, 3 * hour),
    rounds(account, securityHub, "securityhub", 12 * hour, 5 * hour),
  ];
}

function* rounds(
  account: Account,
  role: Role,
  service: string,
  every: number,
  first: number,
): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "posture", service);
  for (let start = from + first; start + hour < until; start += every) {
    const byService = `${service}.amazonaws.com`;
    const caller: Caller = {
      identity: { ...session(random, role, service, start), invokedBy: byService },
      sourceIPAddress: byService,
      userAgent: byService,
    };
    yield* round(account, random, caller, start + random.whole(0, 60_000));
  }
}

/** Lists all keys and secrets of all regions, and looks at each. */
export function* round(
  account: Account,
  random: Random,
  caller: Caller,
  start: number,
): Generator<Timed, number> {
  let at = start;
  for (const region of regions) {
    const list = (service: string, eventName: string) =>
      apiCall(random, at, region, caller, {
        service,
        eventName,
        readOnly: true,
        request: service === "kms" ? { limit: 100 } : { maxResults: 100 },
      });
    yield list("kms", "ListKeys");
    for (const key of account.keys.filter((each) => each.region === region)) {
      for (const eventName of ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants"]) {
        at += random.whole(30, 200);
        yield keyCall(random, at, caller, key, { eventName, readOnly: true, request: { keyId: key.arn } });
      }
    }
    yield list("secretsmanager", "ListSecrets");
    for (const secret of account.secrets.filter((each) => each.region === region)) {
      at += random.whole(30, 200);
      yield secretCall(random, at, caller, secret, { eventName: "DescribeSecret", readOnly: true });
      at += random.whole(30, 200);
      yield secretCall(random, at, caller, secret, { eventName: "GetResourcePolicy", readOnly: true });
    }
  }
  return at;
}
