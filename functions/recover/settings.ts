import * as z from "zod";

const environmentSchema = z.object({
  ROTATE_FUNCTION_ARN: z.string().min(1),
  TABLE_NAME: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  STALE_AFTER_SECONDS: z.coerce.number().int().min(0),
});

/** How the function is configured. */
export interface RecoverSettings {
  rotateFunctionArn: string;
  tableName: string;
  eventBusName: string;
  /** How old AWSPENDING must be before the sweep takes its rotation for dead, in seconds. */
  staleAfterSeconds: number;
}

/**
 * Reads the settings from the function's environment.
 *
 * @throws ZodError naming the variable that is missing or wrong
 */
export function settingsFrom(environment: NodeJS.ProcessEnv): RecoverSettings {
  const given = environmentSchema.parse(environment);
  return {
    rotateFunctionArn: given.ROTATE_FUNCTION_ARN,
    tableName: given.TABLE_NAME,
    eventBusName: given.EVENT_BUS_NAME,
    staleAfterSeconds: given.STALE_AFTER_SECONDS,
  };
}
