import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Answer, RotationEnd } from "./answer.ts";
import type { Call } from "./call.ts";
import { mendingKeyMaterial } from "./key-material.ts";
import { ownSettings } from "./resources.ts";

/** Forwards a call to LocalStack. */
export type Forward = () => Promise<Answer>;

/** Answers a call as AWS would where LocalStack departs from it. */
export type Mend = (call: Call, forward: Forward) => Promise<Answer>;

type Labels = Readonly<Record<string, readonly string[]>>;

/**
 * Mends what Rekey relies on and LocalStack 4.9.2 does otherwise than AWS:
 *
 * - UpdateSecretVersionStage must refuse to move a label that is attached to another version than
 *   RemoveFromVersionId names; LocalStack would attach it to both. One such call at a time, so that it is the
 *   compare-and-swap that it is on AWS. A label that is there already stays; LocalStack would attach it again.
 * - PutSecretValue must refuse another value for a version that has one; LocalStack overwrites AWSPENDING's.
 * - RotateSecret with RotateImmediately=false stores the settings and then fails, for want of a variable.
 * - DescribeKey must say when imported key material expires.
 */
export function mending(upstream: string): Mend {
  let last: Promise<unknown> = Promise.resolve();
  const mendKeyMaterial = mendingKeyMaterial();
  return (call, forward) => {
    if (call.eventSource === "kms.amazonaws.com") return mendKeyMaterial(call, forward);
    if (call.eventSource !== "secretsmanager.amazonaws.com") return forward();
    if (call.eventName === "RotateSecret") return rotateSecret(upstream, call, forward);
    const moves = call.eventName === "UpdateSecretVersionStage";
    if (!moves && call.eventName !== "PutSecretValue") return forward();
    const ownAnswer = moves ? answerToMove : answerToPut;
    const turn = last.then(async () => (await ownAnswer(upstream, call)) ?? forward());
    last = turn.catch(() => {});
    return turn;
  };
}

/**
 * Why UpdateSecretVersionStage must refuse a request; undefined if it need not.
 *
 * @param labels the labels that are attached now, by version
 */
export function whyRefused(request: Record<string, unknown>, labels: Labels): string | undefined {
  const { VersionStage, MoveToVersionId, RemoveFromVersionId } = request;
  const [holder] = Object.entries(labels).find(([, stages]) => stages.some((s) => s === VersionStage)) ?? [];
  if (holder === undefined || holder === RemoveFromVersionId) return undefined;
  if (holder === MoveToVersionId && RemoveFromVersionId === undefined) return undefined;
  return `The parameter RemoveFromVersionId must name the version that staging label ${VersionStage} is attached to: ${holder}.`;
}

async function answerToMove(upstream: string, { region, request }: Call): Promise<Answer | undefined> {
  const secret = await describe(upstream, region, request.SecretId);
  const labels = secret?.VersionIdsToStages ?? {};
  const message = whyRefused(request, labels);
  if (message !== undefined) return refusal("InvalidParameterException", message);
  const isThere = labels[String(request.MoveToVersionId)]?.includes(String(request.VersionStage));
  if (!isThere) return undefined;
  return { status: 200, requestId: undefined, body: { ARN: secret?.ARN, Name: secret?.Name } };
}

async function answerToPut(upstream: string, { region, request }: Call): Promise<Answer | undefined> {
  const { SecretId, ClientRequestToken, SecretString } = request;
  if (typeof SecretId !== "string" || typeof ClientRequestToken !== "string") return undefined;
  const there = await ask(upstream, region, (client) =>
    client.send(new GetSecretValueCommand({ SecretId, VersionId: ClientRequestToken })),
  );
  if (!there || there.SecretString === SecretString) return undefined;
  return refusal(
    "ResourceExistsException",
    `Version ${ClientRequestToken} has a value already, and the value of a version does not change.`,
  );
}

function refusal(type: string, message: string): Answer {
  return { status: 400, requestId: undefined, body: { __type: type, message } };
}

async function rotateSecret(upstream: string, call: Call, forward: Forward): Promise<Answer> {
  const { region, request } = call;
  const answer = await forward();
  if (answer.status < 400) {
    const secret = await describe(upstream, region, request.SecretId);
    return { ...answer, rotation: await endOf(upstream, region, String(answer.body.VersionId), secret) };
  }
  if (request.RotateImmediately !== false || answer.status < 500) return answer;
  const secret = await describe(upstream, region, request.SecretId);
  if (!secret?.RotationEnabled) return answer;
  const body = { ARN: secret.ARN, Name: secret.Name, VersionId: String(request.ClientRequestToken) };
  return { status: 200, requestId: answer.requestId, body };
}

/** LocalStack does not tell at which step the function failed, but a version without a value tells of the first. */
async function endOf(
  upstream: string,
  region: string,
  versionId: string,
  secret: DescribeSecretCommandOutput | undefined,
): Promise<RotationEnd> {
  const succeeded = secret?.VersionIdsToStages?.[versionId]?.includes("AWSCURRENT") === true;
  const end = { succeeded, versionId, functionArn: secret?.RotationLambdaARN };
  if (succeeded) return end;
  const created = await ask(upstream, region, (client) =>
    client.send(new GetSecretValueCommand({ SecretId: secret?.ARN, VersionId: versionId })),
  );
  return { ...end, failedAt: created ? "a later" : "createSecret" };
}

async function describe(upstream: string, region: string, secretId: unknown) {
  if (typeof secretId !== "string") return undefined;
  return ask(upstream, region, (client) => client.send(new DescribeSecretCommand({ SecretId: secretId })));
}

async function ask<T>(
  upstream: string,
  region: string,
  question: (client: SecretsManagerClient) => Promise<T>,
): Promise<T | undefined> {
  const client = new SecretsManagerClient(ownSettings(upstream, region));
  try {
    return await question(client).catch(() => undefined);
  } finally {
    client.destroy();
  }
}
