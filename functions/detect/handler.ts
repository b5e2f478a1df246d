import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import {
  type CloudTrailRecord,
  MalformedRecordError,
  parseEventBridgeEvent,
  sendToDeadLetters,
} from "../../shared/trail/index.ts";
import { environmentFrom } from "../detection/environment.ts";
import { evaluatorOfStack } from "../detection/evaluator.ts";
import { publisherOfStack } from "../detection/publish.ts";
import { settingsOfStack } from "../detection/stack-settings.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";
import { addUses } from "./metrics.ts";

const environment = environmentFrom(process.env);
const deadLetterQueueUrl = z.string().min(1).parse(process.env.DEAD_LETTER_QUEUE_URL);
const evaluator = evaluatorOfStack(environment, settingsOfStack(environment));
const { publish } = publisherOfStack(environment);
const sqs = makeClient(SQSClient);

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
      await sendToDeadLetters(sqs, deadLetterQueueUrl, body, error.message);
    }
  };
  const response = await processPartialResponse(event, parse, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  });
  const { matches, evaluateOthers } = await evaluator();
  // Before the state is asked: an alert about one event must not wait for it, nor fail with it.
  const found = await publish(await matches(records));
  const others = await publish(await evaluateOthers(records));
  addUses(metrics, records);
  metrics.addMetric("RecordsEvaluated", MetricUnit.Count, records.length);
  metrics.addMetric("FindingsPublished", MetricUnit.Count, found + others);
  return response;
});
