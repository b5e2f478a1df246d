import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import * as z from "zod";
import { type Finding, findingSchema } from "./finding.ts";
import { fitInto } from "./formats/fit-into.ts";

/** PutEvents takes no more at once. */
const entriesPerCall = 10;

/**
 * Nor more bytes: 256 KB for the entries of a call together. Source: "Calculating Amazon EventBridge PutEvents event
 * entry size" in its user guide. What it puts around an event counts too where it goes on to a queue.
 */
const bytesPerCall = 240_000;

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
  const entries = findings.map((finding) =>
    fittedEntry(finding, (fitted) => ({
      EventBusName: eventBusName,
      Source: findingEvent.source,
      DetailType: findingEvent.detailType,
      Detail: JSON.stringify(fitted),
      Resources: arnsOf(fitted),
    })),
  );
  for (const call of callsOf(entries)) {
    const { Entries = [], FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries: call }));
    if (FailedEntryCount > 0) {
      const codes = Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []);
      throw new PublishError(
        `${FailedEntryCount} findings did not reach the bus ${eventBusName}: ${[...new Set(codes)].join(", ")}.`,
      );
    }
  }
}

/** An entry that PutEvents takes, of a finding as it is or as much of it as there is room for. */
export function fittedEntry(
  finding: Finding,
  entryOf: (finding: Finding) => PutEventsRequestEntry,
): PutEventsRequestEntry {
  return entryOf(fitInto(finding, (fitted) => bytesOf(entryOf(fitted)) <= bytesPerCall));
}

/** ARNs of what a finding is about. */
export function arnsOf({ resources }: Finding): string[] {
  return resources.filter((resource) => resource.startsWith("arn:"));
}

function callsOf(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const calls: PutEventsRequestEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = bytesOf(entry);
    const call = calls.at(-1);
    if (call && call.length < entriesPerCall && bytes <= room) {
      call.push(entry);
      room -= bytes;
    } else {
      calls.push([entry]);
      room = bytesPerCall - bytes;
    }
  }
  return calls;
}

function bytesOf({
  Source = "",
  DetailType = "",
  Detail = "",
  Resources = [],
}: PutEventsRequestEntry): number {
  return [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
