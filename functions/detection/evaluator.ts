import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { makeClient } from "../../shared/aws/index.ts";
import {
  catalogue,
  DetectionError,
  type DetectionSettings,
  detections,
  dynamoDbState,
  type Evaluator,
  evaluator,
  tagsOfAws,
  unknownIds,
} from "../../shared/detection/index.ts";
import { materialRule } from "../../shared/keys/index.ts";
import { errorInBrief } from "../middleware/error-in-brief.ts";
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
    const isDetection = error instanceof DetectionError;
    metrics.addMetric(isDetection ? "DetectionFailures" : "TagsUnreadable", MetricUnit.Count, 1);
    logger[isDetection ? "error" : "warn"](
      isDetection ? "a detection failed on an event and left it out" : "tags cannot be read",
      { reason: errorInBrief(error) },
    );
  };
  let made: { of: DetectionSettings; evaluator: Evaluator } | undefined;
  return async () => {
    const of = await settings();
    if (made?.of !== of) {
      const ids = [...catalogue(of).map(({ detection }) => detection.id), materialRule];
      // Rules of others run on log files alone; settings may serve both.
      const slips = unknownIds(of, ids).filter((slip) => !slip.includes(" sigma/"));
      if (slips.length > 0) logger.warn("the detections' settings name what there is not", { slips });
      made = { of, evaluator: evaluator(detections(of), of, state, { tagsOf, onFailure }) };
    }
    return made.evaluator;
  };
}
