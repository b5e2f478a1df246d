import type { UserIdentity } from "../../../shared/trail/index.ts";
import type { Secret } from "../account/secrets.ts";
import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";
import { apiCall, type Caller } from "./api-call.ts";
import { getSecretValue, putSecretValue, secretCall } from "./secrets-manager.ts";
import { serviceEvent } from "./service-event.ts";

/** The versions that a rotation goes from and to, and the phase it fails in, if it does. */
export interface Rotated {
  before: string;
  after: string;
  fails?: "setSecret" | "testSecret";
}

const secretsManager = "secretsmanager.amazonaws.com";

/** All that one rotation leaves in the trail: what Secrets Manager reports, and what the function calls. */
export function* rotation(
  random: Random,
  at: number,
  identity: UserIdentity,
  accountId: string,
  secret: Secret,
  { before, after, fails }: Rotated,
): Generator<Timed> {
  const caller: Caller = {
    identity,
    sourceIPAddress: "10.20.100.17",
    userAgent:
      "aws-sdk-js/3.1164.0 ua/2.1 os/linux lang/js md/nodejs#24.1.0 exec-env/AWS_Lambda_nodejs24.x rekey",
    vpcEndpointId: "vpce-04d1f0c39ae55b7e2",
  };
  const report = (when: number, eventName: string, errorMessage?: string) =>
    serviceEvent(random, when, secret.region, {
      service: "secretsmanager",
      eventName,
      accountId,
      invokedBy: secretsManager,
      additional: { SecretId: secret.arn },
      requestId: `Rotation-${secret.arn}-${after}`,
      ...(errorMessage ? { errorMessage } : {}),
    });
  let next = at;
  const step = () => {
    next += random.whole(60, 350);
    return next;
  };
  yield report(next, "RotationStarted");
  yield secretCall(random, step(), caller, secret, { eventName: "DescribeSecret", readOnly: true });
  yield* getSecretValue(random, step(), caller, secret, { versionId: before, versionStage: "AWSCURRENT" });
  yield secretCall(random, step(), caller, secret, {
    eventName: "GetSecretValue",
    readOnly: true,
    request: { versionId: after, versionStage: "AWSPENDING" },
    error: {
      code: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    },
  });
  yield apiCall(random, step(), secret.region, caller, {
    service: "secretsmanager",
    eventName: "GetRandomPassword",
    readOnly: true,
    request: { passwordLength: 32 },
  });
  yield* putSecretValue(random, step(), caller, secret, after);
  yield* getSecretValue(random, step(), caller, secret, { versionId: after, versionStage: "AWSPENDING" });
  if (fails) {
    const message = `Error when executing lambda arn:aws:lambda:${secret.region}:${accountId}:function:rekey-prod-rotate during ${fails} step`;
    yield report(step() + 2_000, "RotationFailed", message);
    return;
  }
  yield* getSecretValue(random, step(), caller, secret, { versionId: after, versionStage: "AWSPENDING" });
  yield secretCall(random, step(), caller, secret, {
    eventName: "UpdateSecretVersionStage",
    readOnly: false,
    request: { versionStage: "AWSCURRENT", moveToVersionId: after, removeFromVersionId: before },
    response: { arn: secret.arn, name: secret.name },
  });
  yield report(step(), "RotationSucceeded");
}
