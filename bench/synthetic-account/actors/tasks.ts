import type { Account } from "../account/account.ts";
import type { Application } from "../account/applications.ts";
import type { Person } from "../account/people.ts";
import { apiCall, type Caller } from "../records/api-call.ts";
import { decrypt, keyCall } from "../records/kms.ts";
import { getSecretValue, secretCall } from "../records/secrets-manager.ts";
import { getParameters } from "../records/ssm.ts";
import { throughService } from "../records/through-service.ts";
import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";

/** Who does a task, and with which session. */
export interface Doing {
  account: Account;
  random: Random;
  person: Person;
  caller: Caller;
}

/** Something that people do for some minutes: its records, and when it ended. */
export interface Task {
  (doing: Doing, at: number): Generator<Timed, number>;
  on: "console" | "cli";
}

const task = (on: Task["on"], records: (doing: Doing, at: number) => Generator<Timed, number>): Task =>
  Object.assign(records, { on });

/** Debugging an application of one's own: its parameters, as its start reads them. */
export const readConfiguration = task("cli", function* (doing, start) {
  const { random, caller } = doing;
  const { region, parameterKey, parameters } = ownApplication(doing);
  let at = start;
  yield apiCall(random, at, region, caller, {
    service: "sts",
    eventName: "GetCallerIdentity",
    readOnly: true,
    request: null,
  });
  for (let looks = random.whole(1, 4); looks > 0; looks -= 1) {
    at += random.whole(4_000, 90_000);
    yield* getParameters(random, at, caller, parameterKey, random.some(parameters, random.whole(1, 3)));
  }
  return at;
});

/** Connecting to a database of one's own domain. */
export const readOwnSecrets = task("cli", function* (doing, start) {
  const { random, caller } = doing;
  const { secrets } = ownApplication(doing);
  let at = start;
  for (const { secret } of secrets.slice(0, random.whole(1, 2))) {
    yield secretCall(random, at, caller, secret, { eventName: "DescribeSecret", readOnly: true });
    at += random.whole(2_000, 20_000);
    // People write the name, programs the ARN.
    yield* getSecretValue(random, at, caller, secret, { secretId: secret.name });
    at += random.whole(20_000, 120_000);
  }
  return at;
});

/** A look around on the console; rarely somebody has a value shown. */
export const listOnConsole = task("console", function* (doing, start) {
  const { random, person, caller } = doing;
  const { region, secrets } = ownApplication(doing);
  let at = start;
  yield apiCall(random, at, region, caller, {
    service: "secretsmanager",
    eventName: "ListSecrets",
    readOnly: true,
    request: { maxResults: 100, includePlannedDeletion: false },
  });
  for (const { secret } of random.some(secrets, random.whole(1, 3))) {
    at += random.whole(3_000, 40_000);
    for (const eventName of ["DescribeSecret", "GetResourcePolicy", "ListSecretVersionIds"]) {
      yield secretCall(random, at, caller, secret, { eventName, readOnly: true });
      at += random.whole(5, 120);
    }
    if (person.permissionSet === "Developer" && random.chance(0.02)) {
      at += 5_000;
      yield* getSecretValue(random, at, caller, secret);
    }
  }
  return at;
});

/** A platform engineer's or auditor's look at some keys. */
export const lookAtKeys = task("cli", function* ({ account, random, caller }, start) {
  let at = start;
  yield apiCall(random, at, "eu-central-1", caller, {
    service: "kms",
    eventName: "ListAliases",
    readOnly: true,
    request: null,
  });
  for (const key of random.some(account.keys, random.whole(2, 8))) {
    for (const eventName of ["DescribeKey", "GetKeyPolicy", "ListGrants"]) {
      at += random.whole(500, 9_000);
      yield keyCall(random, at, caller, key, { eventName, readOnly: true, request: { keyId: key.id } });
    }
  }
  return at;
});

/** A data engineer's queries: objects of an application's bucket, which S3 decrypts. */
export const readTables = task("cli", function* (doing, start) {
  const { random, caller } = doing;
  const { name, dataKey } = ownApplication(doing);
  const byS3 = throughService(caller, "AWS Internal");
  let at = start;
  for (let objects = random.whole(5, 30); objects > 0; objects -= 1) {
    at += random.whole(50, 3_000);
    yield decrypt(random, at, byS3, dataKey, { "aws:s3:arn": `arn:aws:s3:::prod-${name}-data` });
  }
  return at;
});

/** An application that somebody works on; now and then another one of the domain. */
function ownApplication({
  account: { applications },
  person: { domains, kinds },
  random,
}: Doing): Application {
  const elsewhere = random.chance(0.03);
  const own = applications.filter(({ name }) => {
    const [domain = "", kind = ""] = name.split("-");
    return domains.includes(domain) && (elsewhere || kinds.includes(kind));
  });
  return random.pick(own);
}
