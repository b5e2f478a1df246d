import type { Account } from "../account/account.ts";
import { managed } from "../account/applications.ts";
import type { Key } from "../account/keys.ts";
import { accountId, regions } from "../account/place.ts";
import type { Caller } from "../records/api-call.ts";
import { session } from "../records/identities.ts";
import { decrypt, generateDataKey, keyCall } from "../records/kms.ts";
import { throughService } from "../records/through-service.ts";
import { customerLoad } from "../stream/calendar.ts";
import { type Random, seeded } from "../stream/random.ts";
import { hour, minute, type Stream, type Timed } from "../stream/timed.ts";

/** AWS services that use keys by themselves: CloudTrail and log delivery, Auto Scaling's volumes, RDS's storage. */
export function services(account: Account): Stream[] {
  return regions.flatMap((region) => {
    const keys = account.keys.filter((key) => key.region === region);
    const { autoScaling, rds } = account.roles;
    const random = (name: string) => seeded(account.seed, "service", name, region);
    const linked = (role: typeof rds, service: string, draw: Random) => {
      const identity = session(draw, role, service, account.period.from);
      return throughService({ identity, sourceIPAddress: "", userAgent: "" }, `${service}.amazonaws.com`);
    };
    return [
      every(account, random("cloudtrail"), 5 * minute, (draw, at) => [
        delivery(draw, at, "cloudtrail", managed(keys, "s3")),
      ]),
      every(account, random("logs"), 15 * minute, (draw, at) => [
        delivery(draw, at, "delivery.logs", managed(keys, "s3")),
      ]),
      every(account, random("autoscaling"), 50 * minute, (draw, at) =>
        draw.chance(customerLoad(at, 1))
          ? launch(draw, at, linked(autoScaling, "autoscaling", draw), managed(keys, "ebs"))
          : [],
      ),
      every(account, random("rds"), hour, (draw, at) => [
        decrypt(draw, at, linked(rds, "rds", draw), managed(keys, "rds"), {
          "aws:rds:db-id": `db-${draw.pick(["ORDERS", "LEDGER", "BILLING"])}`,
        }),
      ]),
    ];
  });
}

function* every(
  { period: { from, until } }: Account,
  random: Random,
  gap: number,
  act: (random: Random, at: number) => Timed[],
): Generator<Timed, void> {
  for (let at = from + random.whole(0, gap); at < until; at += gap + random.whole(0, 20_000))
    yield* act(random, at);
}

function delivery(random: Random, at: number, service: string, key: Key): Timed {
  const byService = `${service}.amazonaws.com`;
  const caller: Caller = {
    identity: { type: "AWSService", accountId, invokedBy: byService },
    sourceIPAddress: byService,
    userAgent: byService,
  };
  const context: Record<string, string> =
    service === "cloudtrail"
      ? {
          "aws:cloudtrail:arn": `arn:aws:cloudtrail:eu-central-1:${accountId}:trail/organization`,
          "aws:s3:arn": `arn:aws:s3:::example-cloudtrail/AWSLogs/${accountId}/${random.code(10)}`,
        }
      : { "aws:s3:arn": "arn:aws:s3:::example-flow-logs" };
  return generateDataKey(random, at, caller, key, context);
}

function launch(random: Random, at: number, caller: Caller, key: Key): Timed[] {
  const volume = `vol-0${random.uuid().replaceAll("-", "").slice(0, 16)}`;
  return [
    keyCall(random, at, caller, key, {
      eventName: "CreateGrant",
      readOnly: false,
      request: {
        keyId: key.arn,
        granteePrincipal: `arn:aws:sts::${accountId}:assumed-role/aws:ec2-infrastructure/${volume}`,
        operations: ["Decrypt", "CreateGrant"],
        constraints: { encryptionContextSubset: { "aws:ebs:id": volume } },
      },
      response: { keyId: key.arn, grantId: random.uuid().replaceAll("-", "").repeat(2) },
    }),
    decrypt(random, at + 150, caller, key, { "aws:ebs:id": volume }),
  ];
}
