import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { makeClient } from "../../shared/aws/index.ts";
import {
  type DetectionSettings,
  detections,
  dynamoDbState,
  type Evaluator,
  evaluator,
  tagsOfAws,
} from "../../shared/detection/index.ts";
import { logger, metrics } from "../middleware/index.ts";
import type { DetectionEnvironment } from "./environment.ts";

/**
 * The evaluator of the stack's detections: made once for a function that stays warm, and anew when the settings change.
 * What it remembers of the state outlives a change.
 */
export function evaluatorOfStack(
  { tableName }: DetectionEnvironment,
  settings: () => Promise<DetectionSettings>,
): () => Promise<Evaluator> {
  const state = dynamoDbState(DynamoDBDocumentClient.from(makeClient(DynamoDBClient)), tableName);
  const tagsOf = tagsOfAws({
    kms: makeClient(KMSClient),
    secretsManager: makeClient(SecretsManagerClient),
    region: process.env.AWS_REGION ?? "",
    now: () => new Date(),
  });
  const onFailure = (error: unknown) => {
    metrics.addMetric("DetectionFailures", MetricUnit.Count, 1);
    logger.error("nothing is lost by this, but somebody should look", {
      reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  };
  let made: { of: DetectionSettings; evaluator: Evaluator } | undefined;
  return async () => {
    const of = await settings();
    if (made?.of !== of)
      made = { of, evaluator: evaluator(detections(of), of, state, { tagsOf, onFailure }) };
    return made.evaluator;
  };
}
