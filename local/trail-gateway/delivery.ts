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

/** Puts records on the default event bus, as CloudTrail does. */
export function deliverToEventBus(upstream: string): Delivery {
  const clients = new Map<string, EventBridgeClient>();
  const queue: CloudTrailRecord[] = [];
  let running: Promise<void> | undefined;

  const run = async () => {
    while (queue.length > 0) {
      const batch = queue.splice(0, eventsPerCall);
      const region = batch[0]?.awsRegion ?? "us-east-1";
      const client = clients.get(region) ?? new EventBridgeClient(ownSettings(upstream, region));
      clients.set(region, client);
      await pRetry(() => client.send(new PutEventsCommand({ Entries: batch.map(entryOf) })), {
        retries: 3,
        minTimeout: 50,
      }).catch(() => {});
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

function entryOf(record: CloudTrailRecord) {
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
