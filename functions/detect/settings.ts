import * as z from "zod";
import { type DetectionSettings, detectionSettingsSchema } from "../../shared/detection/index.ts";

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  DEAD_LETTER_QUEUE_URL: z.string().min(1),
  KMS_REQUEST_THRESHOLD: z.coerce.number().int().positive(),
  SECRET_READ_THRESHOLD: z.coerce.number().int().positive(),
});

/** How the function is configured. */
export interface DetectSettings {
  tableName: string;
  eventBusName: string;
  deadLetterQueueUrl: string;
  detection: DetectionSettings;
}

/**
 * Reads the settings from the function's environment.
 *
 * @throws ZodError naming the variable that is missing or wrong
 */
export function settingsFrom(environment: NodeJS.ProcessEnv): DetectSettings {
  const given = environmentSchema.parse(environment);
  return {
    tableName: given.TABLE_NAME,
    eventBusName: given.EVENT_BUS_NAME,
    deadLetterQueueUrl: given.DEAD_LETTER_QUEUE_URL,
    detection: detectionSettingsSchema.parse({
      thresholds: {
        "kms-request-rate": given.KMS_REQUEST_THRESHOLD,
        "secret-read-rate": given.SECRET_READ_THRESHOLD,
      },
    }),
  };
}
