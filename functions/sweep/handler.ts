import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { makeClient } from "../../shared/aws/index.ts";
import { environmentFrom } from "../detection/environment.ts";
import { evaluatorOfStack } from "../detection/evaluator.ts";
import { publishSignals } from "../detection/publish.ts";
import { lambda, metrics } from "../middleware/index.ts";

const environment = environmentFrom(process.env);
const evaluator = evaluatorOfStack(environment);
const eventBridge = makeClient(EventBridgeClient);

/** Called every five minutes: finds what no event tells, such as a rotation that did not come. */
export const handler = lambda(async (): Promise<{ published: number }> => {
  const { sweep } = await evaluator();
  const published = await publishSignals(eventBridge, environment.eventBusName, await sweep(new Date()));
  metrics.addMetric("FindingsPublished", MetricUnit.Count, published);
  return { published };
});
