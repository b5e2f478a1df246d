import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context } from "aws-lambda";
import { environmentFrom } from "../detection/environment.ts";
import { evaluatorOfStack } from "../detection/evaluator.ts";
import { publisherOfStack } from "../detection/publish.ts";
import { settingsOfStack } from "../detection/stack-settings.ts";
import { lambda, metrics } from "../middleware/index.ts";
import { isAboutKeyMaterial, signalsOfKeyMaterial } from "./key-material.ts";

const environment = environmentFrom(process.env);
const settings = settingsOfStack(environment);
const evaluator = evaluatorOfStack(environment, settings);
const { publish, close } = publisherOfStack(environment);

/**
 * Finds what no event tells, and closes findings. Called every five minutes for a rotation that did not come, and once a
 * day for imported key material that is about to expire.
 */
export const handler = lambda(
  async (event: unknown, { invokedFunctionArn }: Context): Promise<{ published: number }> => {
    const now = new Date();
    const signals = isAboutKeyMaterial(event)
      ? await signalsOfKeyMaterial(await settings(), invokedFunctionArn, now)
      : await (await evaluator()).sweep(now);
    const published = (await publish(signals)) + (await close());
    metrics.addMetric("FindingsPublished", MetricUnit.Count, published);
    return { published };
  },
);
