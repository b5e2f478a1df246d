import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import * as z from "zod";
import { type Finding, findingSchema } from "./finding.ts";

/** PutEvents takes no more at once. */
const entriesPerCall = 10;

/** The event that carries a finding on the stack's bus; rules match on these two. */
export const findingEvent = { source: "rekey", detailType: "Rekey Finding" } as const;

/** An EventBridge event with a finding in it. */
export const findingEventSchema = z.looseObject({
  source: z.literal(findingEvent.source),
  "detail-type": z.literal(findingEvent.detailType),
  detail: findingSchema,
});

/** Some findings did not reach the bus; to be tried again with all of them, since each is reported once. */
export class PublishError extends Error {
  override name = "PublishError";
}

/**
 * Puts findings on an EventBridge bus.
 *
 * @throws PublishError if the bus does not take one of them
 */
export async function publishFindings(
  client: EventBridgeClient,
  eventBusName: string,
  findings: readonly Finding[],
): Promise<void> {
  for (let from = 0; from < findings.length; from += entriesPerCall) {
    const { Entries = [], FailedEntryCount = 0 } = await client.send(
      new PutEventsCommand({
        Entries: findings.slice(from, from + entriesPerCall).map((finding) => ({
          EventBusName: eventBusName,
          Source: findingEvent.source,
          DetailType: findingEvent.detailType,
          Detail: JSON.stringify(finding),
          Resources: finding.resources.filter((resource) => resource.startsWith("arn:")),
        })),
      }),
    );
    if (FailedEntryCount > 0) {
      const codes = Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []);
      throw new PublishError(
        `${FailedEntryCount} findings did not reach the bus ${eventBusName}: ${[...new Set(codes)].join(", ")}.`,
      );
    }
  }
}
