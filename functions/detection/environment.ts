import * as z from "zod";

const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  DETECTION_SETTINGS_PARAMETER: z.string().min(1),
  KMS_REQUEST_THRESHOLD: z.coerce.number().int().positive(),
  SECRET_READ_THRESHOLD: z.coerce.number().int().positive(),
});

/** How the functions that evaluate detections are configured. */
export interface DetectionEnvironment {
  tableName: string;
  eventBusName: string;
  /** The name of the SSM parameter that holds the account's settings as YAML. */
  settingsParameter: string;
  /** By the ids of detections; the account's settings win. */
  thresholds: Record<string, number>;
}

/**
 * Reads the configuration from a function's environment.
 *
 * @throws ZodError naming the variable that is missing or wrong
 */
export function environmentFrom(environment: NodeJS.ProcessEnv): DetectionEnvironment {
  const given = environmentSchema.parse(environment);
  return {
    tableName: given.TABLE_NAME,
    eventBusName: given.EVENT_BUS_NAME,
    settingsParameter: given.DETECTION_SETTINGS_PARAMETER,
    thresholds: {
      "kms-request-rate": given.KMS_REQUEST_THRESHOLD,
      "secret-read-rate": given.SECRET_READ_THRESHOLD,
    },
  };
}
