import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Answer, Call } from "./call.ts";
import { ownSettings } from "./resources.ts";

/** Forwards a call to LocalStack. */
export type Forward = () => Promise<Answer>;

/** Answers a call as AWS would where LocalStack departs from it. */
export type Mend = (call: Call, forward: Forward) => Promise<Answer>;

/**
 * Mends what Rekey relies on and LocalStack 4.9.2 does otherwise than AWS:
 *
 * - UpdateSecretVersionStage must refuse to move a label that is attached to another version than
 *   RemoveFromVersionId names; LocalStack would attach it to both. One such call at a time, so that it is the
 *   compare-and-swap that it is on AWS.
 * - RotateSecret with RotateImmediately=false stores the settings and then fails, for want of a variable.
 */
export function mending(upstream: string): Mend {
  let last: Promise<unknown> = Promise.resolve();
  return (call, forward) => {
    if (call.eventSource !== "secretsmanager.amazonaws.com") return forward();
    if (call.eventName === "RotateSecret") return rotateSecret(upstream, call, forward);
    if (call.eventName !== "UpdateSecretVersionStage" && call.eventName !== "PutSecretValue")
      return forward();
    const turn = last.then(async () =>
      call.eventName === "UpdateSecretVersionStage"
        ? ((await refusal(upstream, call)) ?? forward())
        : forward(),
    );
    last = turn.catch(() => {});
    return turn;
  };
}

async function refusal(upstream: string, { region, request }: Call): Promise<Answer | undefined> {
  const { SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId } = request;
  if (typeof SecretId !== "string" || typeof VersionStage !== "string") return undefined;
  const labels = await labelsOf(upstream, region, SecretId);
  const holder = Object.entries(labels ?? {}).find(([, stages]) => stages.includes(VersionStage))?.[0];
  if (!holder || holder === RemoveFromVersionId) return undefined;
  if (holder === MoveToVersionId && RemoveFromVersionId === undefined) return undefined;
  return error(
    "InvalidParameterException",
    `The parameter RemoveFromVersionId must name the version that staging label ${VersionStage} is attached to: ${holder}.`,
  );
}

async function rotateSecret(upstream: string, { region, request }: Call, forward: Forward): Promise<Answer> {
  const answer = await forward();
  const secretId = String(request.SecretId);
  if (answer.status < 400) {
    const labels = await labelsOf(upstream, region, secretId);
    const current = labels?.[String(answer.body.VersionId)]?.includes("AWSCURRENT");
    // For the trail only; the caller sees LocalStack's own answer.
    return { ...answer, body: { ...answer.body, RotationEnded: current ? "succeeded" : "failed" } };
  }
  if (request.RotateImmediately !== false || answer.status < 500) return answer;
  const secret = await describe(upstream, region, secretId);
  if (!secret?.RotationEnabled) return answer;
  const body = { ARN: secret.ARN, Name: secret.Name, VersionId: String(request.ClientRequestToken) };
  return { status: 200, requestId: answer.requestId, body };
}

async function labelsOf(upstream: string, region: string, secretId: string) {
  return (await describe(upstream, region, secretId))?.VersionIdsToStages;
}

async function describe(upstream: string, region: string, secretId: string) {
  const client = new SecretsManagerClient(ownSettings(upstream, region));
  try {
    return await client.send(new DescribeSecretCommand({ SecretId: secretId })).catch(() => undefined);
  } finally {
    client.destroy();
  }
}

function error(type: string, message: string): Answer {
  return { status: 400, requestId: undefined, body: { __type: type, message } };
}
