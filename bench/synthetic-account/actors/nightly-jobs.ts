import type { Account } from "../account/account.ts";
import type { Caller } from "../records/api-call.ts";
import { type Role, session } from "../records/identities.ts";
import { decrypt, generateDataKey } from "../records/kms.ts";
import { getSecretValue } from "../records/secrets-manager.ts";
import { throughService } from "../records/through-service.ts";
import { daysBetween } from "../stream/calendar.ts";
import { seeded } from "../stream/random.ts";
import { hour, minute, type Stream, type Timed } from "../stream/timed.ts";

/** Batch jobs: each reads its secret at night and then works through many objects, whose keys it needs at once. */
export function nightlyJobs(account: Account, eventsPerDay: number): Stream[] {
  return account.jobs.map((job, n) => nights(account, job, n, eventsPerDay / account.jobs.length));
}

function* nights(account: Account, job: Role, n: number, perNight: number): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "job", n);
  const own = account.keys.filter(({ managedByAws, region }) => !managedByAws && region === "eu-central-1");
  const key = random.pick(own);
  const secret = random.pick(account.secrets.filter(({ name }) => name.startsWith("shared/")));
  const startsAt = Math.floor(random.fraction() * 5 * hour);
  const lasts = random.whole(8, 40) * minute;
  for (const midnight of daysBetween(from, until)) {
    const start = midnight + startsAt + random.whole(0, 60_000);
    if (start < from) continue;
    const caller: Caller = {
      identity: session(random, job, `batch-${random.whole(1e8, 9e8)}`, start),
      sourceIPAddress: `10.20.${random.whole(64, 95)}.${random.whole(4, 254)}`,
      userAgent:
        "Boto3/1.36.26 md/Botocore#1.36.26 ua/2.0 os/linux#5.10.234 lang/python#3.11.11 exec-env/AWS_Batch",
      vpcEndpointId: "vpce-0b7a1c6f2de94a135",
    };
    const byS3 = throughService(caller, "AWS Internal");
    if (start >= until) return;
    yield* getSecretValue(random, start, caller, secret);
    const amount = perNight * (0.85 + random.fraction() * 0.3);
    let at = start + 1_000;
    for (let done = 0; done < amount; done += 1) {
      at += random.wait(lasts / amount);
      if (at >= until) return;
      // Without a bucket key the context names the object.
      const context = { "aws:s3:arn": `arn:aws:s3:::prod-exports/job-${n}/${random.code(8)}.parquet` };
      yield done % 3 === 0
        ? generateDataKey(random, at, byS3, key, context)
        : decrypt(random, at, byS3, key, context);
    }
  }
}
