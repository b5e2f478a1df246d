import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { makeClient } from "../../shared/aws/index.ts";
import { detections, dynamoDbState, evaluator } from "../../shared/detection/index.ts";
import { publishFindings, type Signal } from "../../shared/findings/index.ts";
import {
  type CloudTrailRecord,
  MalformedRecordError,
  parseEventBridgeEvent,
  sendToDeadLetters,
} from "../../shared/trail/index.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";
import { asFindings } from "./as-findings.ts";
import { settingsFrom } from "./settings.ts";

const settings = settingsFrom(process.env);
const dynamoDb = DynamoDBDocumentClient.from(makeClient(DynamoDBClient));
const { matches, evaluateOthers } = evaluator(
  detections(settings.detection),
  settings.detection,
  dynamoDbState(dynamoDb, settings.tableName),
  { onFailure: (error) => logger.error("evaluated without it", { error }) },
);
const sqs = makeClient(SQSClient);
const eventBridge = makeClient(EventBridgeClient);

/**
 * Called with batches of CloudTrail's events from the queue. What cannot be read goes to the dead-letter queue with
 * the reason; if anything else fails the whole batch comes again, which counts and alerts nothing twice.
 */
export const handler = lambda(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const records: CloudTrailRecord[] = [];
  const parse = async ({ body, messageId }: SQSRecord) => {
    try {
      records.push(parseEventBridgeEvent(body));
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error;
      logger.warn("unreadable record", { messageId, reason: error.message });
      await sendToDeadLetters(sqs, settings.deadLetterQueueUrl, body, error.message);
    }
  };
  const response = await processPartialResponse(event, parse, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  });
  // Before the state is asked: an alert about one event must not wait for it, nor fail with it.
  const published = (await publish(await matches(records))) + (await publish(await evaluateOthers(records)));
  metrics.addMetric("RecordsEvaluated", MetricUnit.Count, records.length);
  metrics.addMetric("FindingsPublished", MetricUnit.Count, published);
  return response;
});

async function publish(signals: readonly Signal[]): Promise<number> {
  const findings = asFindings(signals);
  await publishFindings(eventBridge, settings.eventBusName, findings);
  return findings.length;
}
