import { accountId } from "../../account/index.ts";
import { apiCall } from "../../records/api-call.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";

/** A call against the stack that watches, and the name of the part that it is about. */
interface Blow {
  id: string;
  title: string;
  service: string;
  eventName: string;
  part: string;
  request: Record<string, unknown>;
}

const region = "eu-central-1";
const queueUrl = `https://sqs.${region}.amazonaws.com/${accountId}/rekey-prod-trail`;
const topicArn = `arn:aws:sns:${region}:${accountId}:rekey-prod-alerts`;
const subscriptionArn = `${topicArn}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`;

const blows: Blow[] = [
  {
    id: "stack-rule-disabled",
    title: "The rule that passes KMS's events on is disabled",
    service: "events",
    eventName: "DisableRule",
    part: "rekey-prod-kms",
    request: { name: "rekey-prod-kms" },
  },
  {
    id: "stack-rule-deleted",
    title: "The rule that passes Secrets Manager's events on is deleted",
    service: "events",
    eventName: "DeleteRule",
    part: "rekey-prod-secretsmanager",
    request: { name: "rekey-prod-secretsmanager", force: true },
  },
  {
    id: "stack-targets-removed",
    title: "A rule passes its events to nobody",
    service: "events",
    eventName: "RemoveTargets",
    part: "rekey-prod-ssm",
    request: { rule: "rekey-prod-ssm", ids: ["Queue"], force: false },
  },
  {
    id: "stack-queue-purged",
    title: "The events that wait to be looked at are thrown away",
    service: "sqs",
    eventName: "PurgeQueue",
    part: "rekey-prod-trail",
    request: { queueUrl },
  },
  {
    id: "stack-function-deleted",
    title: "The function that detects is deleted",
    service: "lambda",
    eventName: "DeleteFunction20150331",
    part: "rekey-prod-detect",
    request: { functionName: "rekey-prod-detect" },
  },
  {
    id: "stack-function-changed",
    title: "The function that notifies gets other settings",
    service: "lambda",
    eventName: "UpdateFunctionConfiguration20150331v2",
    part: "rekey-prod-notify",
    request: { functionName: "rekey-prod-notify", timeout: 1, environment: {} },
  },
  {
    id: "stack-alarms-deleted",
    title: "The alarms of the stack are deleted",
    service: "monitoring",
    eventName: "DeleteAlarms",
    part: "rekey-prod-detect-errors",
    request: { alarmNames: ["rekey-prod-detect-errors", "rekey-prod-trail-queue-age"] },
  },
  {
    id: "stack-unsubscribed",
    title: "Nobody is told of an alert any more",
    service: "sns",
    eventName: "Unsubscribe",
    part: topicArn,
    request: { subscriptionArn },
  },
  {
    id: "stack-state-machine-deleted",
    title: "The state machine that rotates by hand is deleted",
    service: "states",
    eventName: "DeleteStateMachine",
    part: "rekey-prod-rotate-secret",
    request: {
      stateMachineArn: `arn:aws:states:${region}:${accountId}:stateMachine:rekey-prod-rotate-secret`,
    },
  },
  {
    id: "stack-table-deleted",
    title: "The table of windows and baselines is deleted: nothing is unusual any more",
    service: "dynamodb",
    eventName: "DeleteTable",
    part: "rekey-prod",
    request: { tableName: "rekey-prod" },
  },
];

/** Attacks on the stack itself, one for each of its parts that could be silenced. */
export const stackTampered: Attack[] = blows.map(({ id, title, part, ...call }) => ({
  id,
  title,
  technique: "T1562.001",
  behaviours: ["stack-tampered"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = stolenSession(scene, "PlatformEngineer");
    const records = [apiCall(random, at, region, caller, { ...call, readOnly: false })];
    return { records, principals, resources: [part], until: at };
  },
}));
