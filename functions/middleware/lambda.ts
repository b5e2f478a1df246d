import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { captureLambdaHandler } from "@aws-lambda-powertools/tracer/middleware";
import middy, { type MiddyfiedHandler } from "@middy/core";
import type { Context } from "aws-lambda";
import { errorInBrief } from "./error-in-brief.ts";
import { logger, metrics, tracer } from "./powertools.ts";

/**
 * Wraps a function in what all functions share: context in every log line, metrics, a trace.
 * Events and results are neither logged nor traced, since an event may be about a secret.
 */
export function lambda<Event, Result>(
  handler: (event: Event, context: Context) => Promise<Result>,
): MiddyfiedHandler<Event, Result> {
  return middy<Event, Result>(handler)
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .onError(({ error }) => {
      logger.error("failed", { error: errorInBrief(error) });
    });
}
