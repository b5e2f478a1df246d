import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import type { DetectionSettings } from "../../shared/detection/index.ts";
import { logger, metrics } from "../middleware/index.ts";
import type { DetectionEnvironment } from "./environment.ts";
import { currentSettings } from "./settings.ts";

/** How long settings that were read hold, in seconds. */
const settingsSeconds = 300;

/** The account's settings of the stack, read anew every five minutes. */
export function settingsOfStack({
  settingsParameter,
  thresholds,
}: Pick<DetectionEnvironment, "settingsParameter" | "thresholds">): () => Promise<DetectionSettings> {
  const parameters = new SSMProvider({ clientConfig: { maxAttempts: 5 } });
  return currentSettings({
    read: () => parameters.get(settingsParameter, { maxAge: settingsSeconds }),
    thresholds,
    onFailure: (error) => {
      metrics.addMetric("DetectionSettingsUnusable", MetricUnit.Count, 1);
      logger.error("the detections' settings cannot be used; the last good ones or the defaults hold", {
        parameter: settingsParameter,
        reason: error instanceof Error ? error.message : String(error),
      });
    },
  });
}
