import type { CloudTrailRecord } from "../../shared/trail/index.ts";

const account = "111122223333";
const region = "us-east-1";
const start = Date.UTC(2026, 2, 2, 9) / 1_000;

/** Secrets, principals and keys of the proof's account. */
const counts = { secrets: 500, principals: 200, keys: 100 };

/** Events within a second: a queue at full load, which fills a batch of a thousand in five. */
export const eventsPerSecond = 200;

/** Pseudo-random numbers below a limit, the same for a seed. Source: mulberry32, public domain. */
export function randomOf(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

/**
 * Events of an account at work: applications that use a few secrets and keys each, some that list and read around,
 * rotations of which some never end. In the order of their time.
 */
export function* eventsOf(count: number): Generator<CloudTrailRecord> {
  const random = randomOf(1);
  for (let n = 0; n < count; n += 1) {
    const second = start + Math.floor(n / eventsPerSecond);
    const who = random(counts.principals);
    yield { ...eventOf(random, who), eventID: idOf(n), eventTime: timeOf(second) };
  }
}

function eventOf(random: (limit: number) => number, who: number) {
  const kind = random(1_000);
  const caller = callerOf(who);
  if (kind < 650) {
    const keyId = `arn:aws:kms:${region}:${account}:key/${who % counts.keys}`;
    return { ...caller, ...call("kms", "Decrypt"), requestParameters: null, resources: [{ ARN: keyId }] };
  }
  // A few look around in all that there is.
  const secretId = `secret-${who < 3 ? random(counts.secrets) : (who * 7 + random(4)) % counts.secrets}`;
  if (kind < 990)
    return { ...caller, ...call("secretsmanager", "GetSecretValue"), requestParameters: { secretId } };
  if (kind < 996) return { ...caller, ...call("secretsmanager", "ListSecrets"), requestParameters: null };
  const eventName = kind < 998 ? "RotationSucceeded" : "RotationStarted";
  return {
    userIdentity: { accountId: account, invokedBy: "secretsmanager.amazonaws.com" },
    ...call("secretsmanager", eventName),
    eventType: "AwsServiceEvent",
    additionalEventData: { SecretId: secretId },
  };
}

function call(service: string, eventName: string) {
  return {
    eventVersion: "1.11",
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    recipientAccountId: account,
    sourceIPAddress: "192.0.2.7",
    userAgent: "aws-sdk-java/2",
  };
}

function callerOf(who: number) {
  const arn = `arn:aws:iam::${account}:user/application-${who}`;
  return { userIdentity: { type: "IAMUser", arn, accountId: account } };
}

function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
}

function timeOf(second: number): string {
  return `${new Date(second * 1_000).toISOString().slice(0, 19)}Z`;
}
