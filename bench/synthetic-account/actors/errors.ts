import type { Account } from "../account/account.ts";
import type { Caller } from "../records/api-call.ts";
import { session } from "../records/identities.ts";
import { secretCall } from "../records/secrets-manager.ts";
import { seeded } from "../stream/random.ts";
import { hour, minute, type Stream, type Timed } from "../stream/timed.ts";

/** An export that nobody gave the rights it needs, and that asks for a secret under its old name too. */
export function errors(account: Account): Stream[] {
  return [refusals(account)];
}

function* refusals(account: Account): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "errors");
  const wanted = random.pick(account.secrets.filter(({ region }) => region === "eu-central-1"));
  const role = account.roles.misconfigured;
  const caller: Caller = {
    identity: session(random, role, role.name, from),
    sourceIPAddress: "10.20.98.12",
    userAgent: "Boto3/1.34.162 md/Botocore#1.34.162 ua/2.0 os/linux#5.10.234 lang/python#3.10.16",
    vpcEndpointId: "vpce-04d1f0c39ae55b7e2",
  };
  const read = { eventName: "GetSecretValue", readOnly: true };
  for (let at = from; at + minute < until; at += hour + random.whole(0, 20 * minute)) {
    const action = "is not authorized to perform: secretsmanager:GetSecretValue on resource";
    const message = `User: ${caller.identity.arn} ${action}: ${wanted.arn} because no identity-based policy allows it`;
    yield secretCall(random, at, caller, wanted, { ...read, error: { code: "AccessDenied", message } });
    yield secretCall(random, at + 300, caller, wanted, {
      ...read,
      request: { secretId: "staging/report-export/old" },
      error: {
        code: "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret.",
      },
    });
  }
}
