import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { environmentFrom } from "../detection/environment.ts";
import { evaluatorOfStack } from "../detection/evaluator.ts";
import { publisherOfStack } from "../detection/publish.ts";
import { lambda, metrics } from "../middleware/index.ts";

const environment = environmentFrom(process.env);
const evaluator = evaluatorOfStack(environment);
const { publish, close } = publisherOfStack(environment);

/** Called every five minutes: finds what no event tells, such as a rotation that did not come, and closes findings. */
export const handler = lambda(async (): Promise<{ published: number }> => {
  const { sweep } = await evaluator();
  const published = (await publish(await sweep(new Date()))) + (await close());
  metrics.addMetric("FindingsPublished", MetricUnit.Count, published);
  return { published };
});
