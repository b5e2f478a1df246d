import { z } from "zod";

/** Source: "Log Secrets Manager events with AWS CloudTrail", the API's names and those of the service's own events. */
const changes: ReadonlySet<string> = new Set([
  "RotationSucceeded",
  "PutSecretValue",
  "UpdateSecret",
  "UpdateSecretVersionStage",
  "DeleteSecret",
  "RestoreSecret",
]);

const id = z.string().min(1).max(2_048).optional().catch(undefined);

const eventSchema = z.object({
  source: z.literal("aws.secretsmanager"),
  detail: z.object({
    eventName: z.string().refine((name) => changes.has(name)),
    errorCode: z.undefined().optional(),
    requestParameters: z.object({ secretId: id }).nullish().catch(undefined),
    additionalEventData: z.object({ SecretId: id }).nullish().catch(undefined),
  }),
});

/**
 * The ids of the secrets that an EventBridge event says have changed; none for anything else.
 *
 * @param event an event, or its JSON, such as the body of an SQS message
 */
export function changedSecrets(event: unknown): string[] {
  const { data } = eventSchema.safeParse(typeof event === "string" ? jsonOrNothing(event) : event);
  if (!data) return [];
  const { requestParameters: asked, additionalEventData: told } = data.detail;
  return [asked?.secretId, told?.SecretId].filter((named) => named !== undefined);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
