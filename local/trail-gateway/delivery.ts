import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import pRetry from "p-retry";
import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { ownSettings } from "./resources.ts";

/** Where records go, one after the other, in the background. */
export interface Delivery {
  add(records: readonly CloudTrailRecord[]): void;
  /** Waits until all that was added has been delivered, or given up. */
  idle(): Promise<void>;
}

/** PutEvents takes no more at once. */
const eventsPerCall = 10;

/** Puts records on the default event bus of their region, as CloudTrail does. */
export function deliverToEventBus(upstream: string): Delivery {
  const clients = new Map<string, EventBridgeClient>();
  const queue: CloudTrailRecord[] = [];
  let running: Promise<void> | undefined;

  const put = async (batch: readonly CloudTrailRecord[], region: string) => {
    const client = clients.get(region) ?? new EventBridgeClient(ownSettings(upstream, region));
    clients.set(region, client);
    const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries: batch.map(entryOf) }));
    // All again: to deliver twice is allowed, to lose is not.
    if (FailedEntryCount > 0) throw new Error(`${FailedEntryCount} events were not taken.`);
  };
  const run = async () => {
    while (queue.length > 0) {
      const batch = queue.splice(0, lengthOfBatch(queue));
      const region = batch[0]?.awsRegion ?? "us-east-1";
      await pRetry(() => put(batch, region), { retries: 3, minTimeout: 50 }).catch(() => {});
    }
    running = undefined;
  };

  return {
    add: (records) => {
      queue.push(...records);
      running ??= run();
    },
    idle: async () => {
      while (running) await running;
    },
  };
}

/** How many records at the head of a queue go together: as many as are of one region, and fit. */
export function lengthOfBatch(queue: readonly CloudTrailRecord[]): number {
  const other = queue.findIndex(({ awsRegion }) => awsRegion !== queue[0]?.awsRegion);
  return Math.min(other < 0 ? queue.length : other, eventsPerCall);
}

/** The event that carries a record. */
export function entryOf(record: CloudTrailRecord) {
  return {
    Source: `aws.${record.eventSource.split(".")[0]}`,
    DetailType:
      record.eventType === "AwsServiceEvent"
        ? "AWS Service Event via CloudTrail"
        : "AWS API Call via CloudTrail",
    Detail: JSON.stringify(record),
    Resources: [],
    Time: new Date(record.eventTime),
  };
}
