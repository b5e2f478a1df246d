import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ChangeMessageVisibilityCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { makeClient } from "../../shared/aws/index.ts";
import { type Finding, findingEventSchema, occasionOf, waitBefore } from "../../shared/findings/index.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";
import { destinations } from "./destinations.ts";
import { settingsFrom } from "./settings.ts";

/** How long it is remembered what was sent, in seconds: longer than a dead letter is kept. */
const rememberedSeconds = 30 * 86_400;

const settings = settingsFrom(process.env);
const configured = destinations(settings);
const sqs = makeClient(SQSClient);
const idempotency = new IdempotencyConfig({
  eventKeyJmesPath: "occasion",
  throwOnNoIdempotencyKey: true,
  expiresAfterSeconds: rememberedSeconds,
});

/** A finding on its way to a destination, and what makes it the same if it comes again. */
interface Delivery {
  occasion: string;
  finding: Finding;
  send(finding: Finding): Promise<void>;
}

/** Sends a finding; for the same occasion again, from a repeated event or a repeated batch, it is not sent again. */
const sendOnce = makeIdempotent(
  async ({ occasion, finding, send }: Delivery) => {
    await send(finding);
    logger.info("finding sent", { occasion, findingId: finding.id, ruleId: finding.ruleId });
    metrics.addMetric("AlertsSent", MetricUnit.Count, 1);
    return { sent: finding.id };
  },
  {
    persistenceStore: new DynamoDBPersistenceLayer({
      tableName: settings.tableName,
      keyAttr: "pk",
      sortKeyAttr: "sk",
      staticPkValue: "sent",
      expiryAttr: "expiresAt",
      awsSdkV3Client: makeClient(DynamoDBClient),
    }),
    config: idempotency,
  },
);

/**
 * Called with findings from the queue of one destination. What its destination does not take waits in the queue, as long
 * as the destination says, and ends in the destination's dead-letter queue; no other destination waits with it.
 */
export const handler = lambda(async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  idempotency.registerLambdaContext(context);
  const deliver = async (record: SQSRecord) => {
    // arn:aws:sqs:REGION:ACCOUNT:rekey-STAGE-notify-NAME
    const [, , , , accountId = "", queueName = ""] = record.eventSourceARN.split(":");
    const name = queueName.split("-notify-")[1] ?? "";
    try {
      const destination = configured.get(name);
      if (!destination) throw new Error(`No destination is configured for the queue ${queueName}.`);
      const { detail: finding } = findingEventSchema.parse(JSON.parse(record.body));
      const occasion = occasionOf(finding, destination.audience);
      if (occasion === undefined) return;
      await sendOnce({
        occasion: `${name}#${occasion}`,
        finding,
        send: (it) => destination.send(it, accountId),
      });
    } catch (error) {
      metrics.addMetric("DeliveriesFailed", MetricUnit.Count, 1);
      await postpone(record, queueName, error);
      throw error;
    }
  };
  return processPartialResponse(event, deliver, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  });
});

const queueUrls = new Map<string, Promise<string | undefined>>();

/** Hides a message until it is to be tried again. Where that fails, it comes after the queue's own time. */
async function postpone(record: SQSRecord, queueName: string, error: unknown): Promise<void> {
  const attempts = Math.max(1, Number(record.attributes.ApproximateReceiveCount));
  const seconds = waitBefore(error, attempts, settings.firstRetrySeconds, Math.random());
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  logger.warn("finding not sent", { queueName, messageId: record.messageId, attempts, seconds, reason });
  try {
    const known =
      queueUrls.get(queueName) ??
      sqs.send(new GetQueueUrlCommand({ QueueName: queueName })).then(({ QueueUrl }) => QueueUrl);
    queueUrls.set(queueName, known);
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: await known,
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  } catch (cause) {
    queueUrls.delete(queueName);
    logger.warn("not postponed", { queueName, reason: cause instanceof Error ? cause.message : "unknown" });
  }
}
