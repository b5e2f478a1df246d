import type { Account } from "../account/account.ts";
import type { Application } from "../account/applications.ts";
import { accountId } from "../account/place.ts";
import { workload } from "../account/workloads.ts";
import type { Caller } from "../records/api-call.ts";
import { decrypt, generateDataKey } from "../records/kms.ts";
import { throughService } from "../records/through-service.ts";
import { customerLoad } from "../stream/calendar.ts";
import { seeded } from "../stream/random.ts";
import { day, hour, type Stream, type Timed } from "../stream/timed.ts";

/** Something of an application that KMS encrypts, as its encryption context names it. */
interface Store {
  service: string | undefined;
  context: Record<string, string>;
}

/**
 * The keys of applications' buckets, tables, queues and own ciphertexts, used as their customers come: most of what
 * a trail holds.
 */
export function dataServices(account: Account, eventsPerDay: number): Stream[] {
  return account.applications.map((application, n) => {
    // A few applications have most of the customers.
    const share = (eventsPerDay / account.applications.length) * (n % 5 === 0 ? 3 : 0.5);
    return usesOf(account, application, share);
  });
}

function* usesOf(account: Account, application: Application, perDay: number): Generator<Timed, void> {
  const { until, from } = account.period;
  const random = seeded(account.seed, "data", application.name);
  const stores = storesOf(application);
  const callers: Caller[] = [];
  let renewed = Number.NEGATIVE_INFINITY;
  // Drawn for the busiest hour and thinned out: customerLoad is 0.5 on average, and 1 at most.
  const gap = day / (perDay * 2);
  let at = Math.max(from, application.since);
  for (;;) {
    at += random.wait(gap);
    if (at >= until) return;
    if (!random.chance(customerLoad(at, application.zoneHours))) continue;
    if (at - renewed > 6 * hour) {
      renewed = at;
      callers.splice(0, callers.length, ...[0, 1, 2].map(() => workload(random, application, at)));
    }
    const { service, context } = random.pick(stores);
    const copy = random.pick(callers);
    const caller = service ? throughService(copy, service) : copy;
    yield random.chance(0.75)
      ? decrypt(random, at, caller, application.dataKey, context)
      : generateDataKey(random, at, caller, application.dataKey, context);
  }
}

/** The stores of an application and their encryption contexts. Sources: "How Amazon S3/DynamoDB/SQS uses AWS KMS". */
export function storesOf({ name, region, runsOn }: Application): Store[] {
  const bucket = { service: "AWS Internal", context: { "aws:s3:arn": `arn:aws:s3:::prod-${name}-data` } };
  const table = {
    service: "dynamodb.amazonaws.com",
    context: { "aws:dynamodb:tableName": `prod-${name}`, "aws:dynamodb:subscriberId": accountId },
  };
  const queue = {
    service: "sqs.amazonaws.com",
    context: { "aws:sqs:arn": `arn:aws:sqs:${region}:${accountId}:prod-${name}-jobs` },
  };
  const own = { service: undefined, context: { application: name, purpose: "customer-data" } };
  return runsOn === "lambda" ? [bucket, table, queue] : [bucket, bucket, table, own];
}
