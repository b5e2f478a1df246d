import * as z from "zod";

const environmentSchema = z.object({ TABLE_NAME: z.string().min(1), TOPIC_ARN: z.string().min(1) });

/** How the function is configured. */
export interface NotifySettings {
  tableName: string;
  topicArn: string;
}

/**
 * Reads the settings from the function's environment.
 *
 * @throws ZodError naming the variable that is missing or wrong
 */
export function settingsFrom(environment: NodeJS.ProcessEnv): NotifySettings {
  const { TABLE_NAME, TOPIC_ARN } = environmentSchema.parse(environment);
  return { tableName: TABLE_NAME, topicArn: TOPIC_ARN };
}
