import type { Account } from "../account/account.ts";
import { accountId } from "../account/place.ts";
import { apiCall, type Caller } from "../records/api-call.ts";
import { session } from "../records/identities.ts";
import { keyCall } from "../records/kms.ts";
import { keyPolicy } from "../records/policies.ts";
import { getSecretValue, secretCall } from "../records/secrets-manager.ts";
import { daysBetween, isWeekend } from "../stream/calendar.ts";
import { type Random, seeded } from "../stream/random.ts";
import { hour, type Stream, type Timed } from "../stream/timed.ts";

/** Terraform: plans look at all keys and many secrets a few times a working day; an apply makes a key now and then. */
export function terraform(account: Account): Stream[] {
  return [runs(account)];
}

function* runs(account: Account): Generator<Timed, void> {
  const { from, until } = account.period;
  const random = seeded(account.seed, "terraform");
  for (const midnight of daysBetween(from, until, 1)) {
    if (isWeekend(midnight + 12 * hour)) continue;
    for (const hours of [9.2, 11.4, 14.1, 16.3]) {
      const start = midnight + hours * hour + random.whole(0, 20 * 60_000);
      if (start < from || start + hour > until) continue;
      const caller: Caller = {
        identity: session(random, account.roles.terraform, `terraform-run-${random.code(8)}`, start),
        sourceIPAddress: "52.86.200.106",
        userAgent:
          "APN/1.0 HashiCorp/1.0 Terraform/1.10.5 (+https://www.terraform.io) terraform-provider-aws/5.88.0 aws-sdk-go-v2/1.36.1",
      };
      const ended = yield* plan(account, random, caller, start);
      if (random.chance(0.12)) yield* apply(random, caller, ended + 60_000);
    }
  }
}

function* plan(account: Account, random: Random, caller: Caller, start: number): Generator<Timed, number> {
  let at = start;
  for (const key of account.keys.filter(({ managedByAws }) => !managedByAws)) {
    for (const eventName of ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus"]) {
      at += random.whole(5, 60);
      const policyName = eventName === "GetKeyPolicy" ? { policyName: "default" } : {};
      yield keyCall(random, at, caller, key, {
        eventName,
        readOnly: true,
        request: { keyId: key.id, ...policyName },
      });
    }
  }
  for (const secret of account.secrets.filter((_, n) => n % 5 === 0)) {
    at += random.whole(20, 60);
    yield secretCall(random, at, caller, secret, { eventName: "DescribeSecret", readOnly: true });
    // It keeps the value of a version that it made in its state, and compares.
    at += 20;
    if (secret.name.startsWith("shared/")) yield* getSecretValue(random, at, caller, secret);
  }
  return at;
}

function* apply(random: Random, caller: Caller, at: number): Generator<Timed> {
  const [region, id] = ["eu-central-1", random.uuid()];
  const made = { region, arn: `arn:aws:kms:${region}:${accountId}:key/${id}` };
  const policy = keyPolicy([`arn:aws:iam::${accountId}:root`]);
  yield keyCall(random, at, caller, made, {
    eventName: "CreateKey",
    readOnly: false,
    request: {
      description: "",
      keyUsage: "ENCRYPT_DECRYPT",
      keySpec: "SYMMETRIC_DEFAULT",
      origin: "AWS_KMS",
      policy,
      bypassPolicyLockoutSafetyCheck: false,
    },
    response: { keyMetadata: { aWSAccountId: accountId, keyId: id, arn: made.arn, keyState: "Enabled" } },
  });
  const changes: [string, Record<string, unknown>][] = [
    ["EnableKeyRotation", { keyId: id }],
    ["PutKeyPolicy", { keyId: id, policyName: "default", policy, bypassPolicyLockoutSafetyCheck: false }],
    ["CreateAlias", { aliasName: `alias/prod-new-${random.code(5).toLowerCase()}`, targetKeyId: id }],
  ];
  let next = at;
  for (const [eventName, request] of changes) {
    next += 400;
    yield keyCall(random, next, caller, made, {
      eventName,
      readOnly: false,
      request,
      response: { keyId: made.arn },
    });
  }
  const name = `shared/new-${random.code(6).toLowerCase()}`;
  yield apiCall(random, next + 400, region, caller, {
    service: "secretsmanager",
    eventName: "CreateSecret",
    readOnly: false,
    request: { name, clientRequestToken: random.uuid(), kmsKeyId: made.arn },
    response: { arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${random.code(6)}` },
  });
  const retired = `shared/retired-${random.code(6).toLowerCase()}`;
  yield apiCall(random, next + 900, region, caller, {
    service: "secretsmanager",
    eventName: "DeleteSecret",
    readOnly: false,
    request: { secretId: retired, recoveryWindowInDays: 30, forceDeleteWithoutRecovery: false },
    response: { name: retired, deletionDate: new Date(next + 30 * 24 * hour).toISOString() },
  });
}
