import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import { dynamoDbSituations, publishFindings, type Signal, situations } from "../../shared/findings/index.ts";
import {
  beginAnewIfRejected,
  isUnderWay,
  notRecovered,
  recoverRotation,
  staleRotations,
} from "../../shared/rotation/index.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";
import { rotationContext, secretsManager } from "../rotation-context.ts";
import { settingsFrom } from "./settings.ts";

/** What Secrets Manager reports of a failed rotation names its secret; a schedule's event names none. */
const eventSchema = z.looseObject({
  detail: z
    .looseObject({ additionalEventData: z.looseObject({ SecretId: z.string().min(1) }).optional() })
    .optional(),
});

const settings = settingsFrom(process.env);
const eventBridge = makeClient(EventBridgeClient);
const dynamoDb = DynamoDBDocumentClient.from(makeClient(DynamoDBClient));
const { merge } = situations(dynamoDbSituations(dynamoDb, settings.tableName));

/** The sweep tries again every five minutes; three of them without a failure, and the finding is over. */
const quietSeconds = 900;

/** Milliseconds that must be left to begin with another secret; what is left over is found by the next sweep. */
const leastMs = 20_000;

/**
 * Puts right what a dead rotation left: at once when Secrets Manager reports that one failed, and by a sweep every few
 * minutes, for those that died without a word.
 */
export const handler = lambda(
  async (event: unknown, lambdaContext: Context): Promise<{ recovered: number }> => {
    const context = rotationContext(lambdaContext);
    const named = eventSchema.parse(event).detail?.additionalEventData?.SecretId;
    const failures: Signal[] = [];
    let recovered = 0;

    const recover = async (secretId: string) => {
      try {
        const { found, outcome } = await recoverRotation(context, secretId);
        const anew = await beginAnewIfRejected(context, secretId);
        if (outcome !== "nothingToRecover") recovered += 1;
        logger.info("recovered", { secretId, state: found.state, outcome, begunAnew: anew });
      } catch (error) {
        // What is under way is looked at again by a later sweep: nobody need be called.
        if (isUnderWay(error)) {
          logger.info("under way", { secretId, reason: error.message });
          return;
        }
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        logger.error("not recovered", { secretId, reason });
        const { invokedFunctionArn } = lambdaContext;
        failures.push(notRecovered(secretId, invokedFunctionArn, reason, new Date(), quietSeconds));
      }
    };

    try {
      if (named) {
        await recover(named);
      } else {
        const stale = staleRotations(secretsManager, {
          rotationFunctionArn: settings.rotateFunctionArn,
          olderThanSeconds: settings.staleAfterSeconds,
          now: new Date(),
        });
        for await (const secretId of stale) {
          if (context.remainingMs() < leastMs) break;
          await recover(secretId);
        }
      }
    } finally {
      await publishFindings(eventBridge, settings.eventBusName, await merge(failures, new Date()));
    }
    metrics.addMetric("RotationsRecovered", MetricUnit.Count, recovered);
    return { recovered };
  },
);
