import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { makeClient } from "../../shared/aws/index.ts";
import {
  detections,
  dynamoDbWindows,
  evaluateMatches,
  evaluateThresholds,
  indexByEvent,
} from "../../shared/detection/index.ts";
import { publishFindings } from "../../shared/findings/index.ts";
import {
  type CloudTrailRecord,
  MalformedRecordError,
  parseEventBridgeEvent,
  sendToDeadLetters,
} from "../../shared/trail/index.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";
import { settingsFrom } from "./settings.ts";

const settings = settingsFrom(process.env);
const index = indexByEvent(detections(settings.detection));
const dynamoDb = DynamoDBDocumentClient.from(makeClient(DynamoDBClient));
const windows = dynamoDbWindows(dynamoDb, settings.tableName, () => new Date());
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
  const matches = evaluateMatches(records, index);
  // Before the windows are asked: an alert about one event must not wait for them, nor fail with them.
  await publishFindings(eventBridge, settings.eventBusName, matches);
  const floods = await evaluateThresholds(records, index, windows);
  await publishFindings(eventBridge, settings.eventBusName, floods);
  metrics.addMetric("RecordsEvaluated", MetricUnit.Count, records.length);
  metrics.addMetric("FindingsPublished", MetricUnit.Count, matches.length + floods.length);
  return response;
});
