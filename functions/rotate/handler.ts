import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context } from "aws-lambda";
import { failureCode, rotate, rotationRequestSchema, type StepResult } from "../../shared/rotation/index.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";
import { rotationContext } from "../rotation-context.ts";
import { explainUndone, failureSchema } from "./failure.ts";

const eventSchema = rotationRequestSchema.extend({ Failure: failureSchema.optional() });

/** Called by Secrets Manager for each phase, and by the state machine rotate-secret for each of its states. */
export const handler = lambda(
  async (event: unknown, context: Context): Promise<StepResult & { explanation?: string }> => {
    const { Step, SecretId, ClientRequestToken, RotationToken, Failure } = eventSchema.parse(event);
    logger.appendKeys({ secretId: SecretId, versionId: ClientRequestToken, step: Step });
    const began = performance.now();
    const result = await rotate(rotationContext(context), {
      step: Step,
      secretId: SecretId,
      token: ClientRequestToken,
      rotationToken: RotationToken,
    }).catch((error: unknown) => {
      logger.appendKeys({ code: failureCode(error) });
      metrics.addMetric(`Failed_${failureCode(error)}`, MetricUnit.Count, 1);
      throw error;
    });
    const durationMs = Math.round((performance.now() - began) * 10) / 10;
    logger.info("phase ended", { outcome: result.outcome, durationMs });
    metrics.addMetric(`${Step}Duration`, MetricUnit.Milliseconds, durationMs);
    return Failure ? { ...result, explanation: explainUndone(Failure) } : result;
  },
);
