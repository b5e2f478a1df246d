import type { Secret } from "../account/secrets.ts";
import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";
import { apiCall, type Call, type Caller } from "./api-call.ts";
import { decrypt, generateDataKey } from "./kms.ts";
import { throughService } from "./through-service.ts";

/** A call of Secrets Manager about one secret. */
export function secretCall(
  random: Random,
  at: number,
  caller: Caller,
  secret: Secret,
  call: Pick<Call, "eventName" | "readOnly"> & Partial<Call>,
): Timed {
  return apiCall(random, at, secret.region, caller, {
    service: "secretsmanager",
    ...call,
    request: { secretId: secret.arn, ...call.request },
  });
}

/** Reads a secret: the call, and what Secrets Manager asks of KMS for it 15 ms later. */
export function getSecretValue(
  random: Random,
  at: number,
  caller: Caller,
  secret: Secret,
  asked: { secretId?: string; versionId?: string; versionStage?: string } = {},
): Timed[] {
  return [
    secretCall(random, at, caller, secret, { eventName: "GetSecretValue", readOnly: true, request: asked }),
    decrypt(
      random,
      at + 15,
      bySecretsManager(caller),
      secret.key,
      contextOf(secret, asked.versionId ?? secret.versionAt(at)),
    ),
  ];
}

/** Writes a new version of a secret, with the data key that encrypts it. */
export function putSecretValue(
  random: Random,
  at: number,
  caller: Caller,
  secret: Secret,
  versionId: string,
): Timed[] {
  return [
    secretCall(random, at, caller, secret, {
      eventName: "PutSecretValue",
      readOnly: false,
      request: { clientRequestToken: versionId, versionStages: ["AWSPENDING"] },
      response: { arn: secret.arn },
    }),
    generateDataKey(random, at + 15, bySecretsManager(caller), secret.key, contextOf(secret, versionId)),
  ];
}

/** Reads secrets of one region by filters: the call, and a GetSecretValue of each secret behind it. */
export function* batchGetSecretValue(
  random: Random,
  at: number,
  caller: Caller,
  region: string,
  filters: { key: string; values: string[] }[],
  secrets: readonly Secret[],
): Generator<Timed> {
  yield apiCall(random, at, region, caller, {
    service: "secretsmanager",
    eventName: "BatchGetSecretValue",
    readOnly: true,
    request: { filters, maxResults: 20 },
  });
  let next = at;
  for (const secret of secrets) {
    yield* getSecretValue(random, next, caller, secret);
    next += 20;
  }
}

function contextOf({ arn }: Secret, versionId: string): Record<string, string> {
  return { SecretARN: arn, SecretVersionId: versionId };
}

function bySecretsManager(caller: Caller): Caller {
  return throughService(caller, "secretsmanager.amazonaws.com");
}
