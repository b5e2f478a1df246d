import type { Account } from "../account/account.ts";
import type { Application } from "../account/applications.ts";
import { accountId } from "../account/place.ts";
import { apiCall, type Caller } from "../records/api-call.ts";
import { session } from "../records/identities.ts";
import { keyCall } from "../records/kms.ts";
import { getSecretValue, secretCall } from "../records/secrets-manager.ts";
import { getParameters } from "../records/ssm.ts";
import { throughService } from "../records/through-service.ts";
import { seeded } from "../stream/random.ts";
import { minute, type Stream, type Timed } from "../stream/timed.ts";

/** Pipelines: before a new version runs they look at all it uses, and CloudFormation resolves its references. */
export function deployments(account: Account): Stream[] {
  return account.applications.map((application) => deploymentsOf(account, application));
}

function* deploymentsOf(account: Account, application: Application): Generator<Timed, void> {
  const random = seeded(account.seed, "deployments", application.name);
  let free = account.period.from;
  for (const deployed of application.deployments) {
    const start = Math.max(free, deployed - random.whole(2, 6) * minute);
    if (deployed < application.since || start + minute >= account.period.until) continue;
    const caller: Caller = {
      identity: session(random, deployerOf(account, application), "GitHubActions", start),
      sourceIPAddress: `20.${random.whole(33, 120)}.${random.whole(0, 255)}.${random.whole(1, 254)}`,
      userAgent:
        "aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/linux#6.8.0-1021-azure md/arch#x86_64 lang/python#3.12.9",
    };
    const stack = throughService(caller, "cloudformation.amazonaws.com");
    const { region, parameterKey, parameters, secrets, name, dataKey } = application;
    let at = start;
    const next = () => {
      at += random.whole(80, 900);
      return at;
    };
    yield apiCall(random, at, region, caller, {
      service: "sts",
      eventName: "GetCallerIdentity",
      readOnly: true,
      request: null,
    });
    yield* getParameters(random, next(), caller, parameterKey, parameters.slice(0, 10));
    const known = secrets.filter(({ since }) => since <= start);
    for (const { secret } of known) {
      yield secretCall(random, next(), stack, secret, { eventName: "DescribeSecret", readOnly: true });
    }
    yield keyCall(random, next(), stack, dataKey, {
      eventName: "DescribeKey",
      readOnly: true,
      request: { keyId: dataKey.alias },
    });
    const [referred] = known;
    if (referred) yield* getSecretValue(random, next(), stack, referred.secret);
    if (application.runsOn === "lambda") {
      yield apiCall(random, next() + 20, region, stack, {
        service: "lambda",
        eventName: "UpdateFunctionConfiguration20150331v2",
        readOnly: false,
        request: { functionName: `arn:aws:lambda:${region}:${accountId}:function:prod-${name}` },
        response: { functionName: `prod-${name}` },
      });
    }
    free = at + minute;
  }
}

/** The pipeline's role of an application's domain. */
function deployerOf({ deployers, applications }: Account, application: Application) {
  const at = Math.floor((applications.indexOf(application) * deployers.length) / applications.length);
  const found = deployers[at];
  if (!found) throw new RangeError(`No role deploys ${application.name}.`);
  return found;
}
