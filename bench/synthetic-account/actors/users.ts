import type { Account } from "../account/account.ts";
import type { Caller } from "../records/api-call.ts";
import { apiCall } from "../records/api-call.ts";
import { getSecretValue } from "../records/secrets-manager.ts";
import { daysBetween } from "../stream/calendar.ts";
import { seeded } from "../stream/random.ts";
import { hour, minute, type Stream, type Timed } from "../stream/timed.ts";

/** Users that roles have not replaced yet: a server on premises, and an administrator who logs in with MFA. */
export function users(account: Account): Stream[] {
  return [onPremises(account), administrator(account)];
}

/** How the server on premises calls. */
export function serverOnPremises({ users: { onPremises: identity } }: Account): Caller {
  return {
    identity,
    sourceIPAddress: "203.0.113.200",
    userAgent: "aws-sdk-go/1.55.6 (go1.22.12; linux; amd64)",
  };
}

function* onPremises(account: Account): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "on-premises");
  const secret = random.pick(account.secrets.filter(({ name }) => name.startsWith("shared/")));
  const caller = serverOnPremises(account);
  for (let at = from + 7 * minute; at < until; at += hour + random.whole(0, 9_000)) {
    yield* getSecretValue(random, at, caller, secret);
  }
}

function* administrator(account: Account): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "administrator");
  for (const midnight of daysBetween(from, until, 1)) {
    const at = midnight + 11 * hour + random.whole(0, 2 * 60) * minute;
    if (at < from || !random.chance(0.1)) continue;
    const identity = {
      ...account.users.administrator,
      accessKeyId: `ASIA${random.code(16)}`,
      sessionContext: {
        attributes: {
          creationDate: new Date(at - minute).toISOString().replace(/\.\d+/, ""),
          mfaAuthenticated: "true",
        },
      },
    };
    const caller: Caller = {
      identity,
      sourceIPAddress: "203.0.113.10",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0",
      fromConsole: true,
    };
    for (const [n, eventName] of ["DescribeTrails", "GetTrailStatus", "GetEventSelectors"].entries()) {
      yield apiCall(random, at + n * 900, "eu-central-1", caller, {
        service: "cloudtrail",
        eventName,
        readOnly: true,
        request: n === 0 ? null : { name: "organization" },
      });
    }
  }
}
