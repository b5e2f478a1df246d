import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { makeClient } from "../../shared/aws/index.ts";
import { dynamoDbSituations, publishFindings, type Signal, situations } from "../../shared/findings/index.ts";
import type { DetectionEnvironment } from "./environment.ts";

/** What makes findings of signals and puts them on the stack's bus. */
export interface Publisher {
  /** Joins signals into findings; returns how many were published. */
  publish(signals: readonly Signal[]): Promise<number>;
  /** Closes findings of which nothing was seen any more; returns how many. */
  close(): Promise<number>;
}

/** The publisher of the stack's findings, which keeps their situations in the stack's table. */
export function publisherOfStack({ tableName, eventBusName }: DetectionEnvironment): Publisher {
  const eventBridge = makeClient(EventBridgeClient);
  const dynamoDb = DynamoDBDocumentClient.from(makeClient(DynamoDBClient));
  const { merge, close, published } = situations(dynamoDbSituations(dynamoDb, tableName));
  return {
    publish: async (signals) => {
      const findings = await merge(signals, new Date());
      await publishFindings(eventBridge, eventBusName, findings);
      return findings.length;
    },
    close: async () => {
      const now = new Date();
      const closed = await close(now);
      await publishFindings(eventBridge, eventBusName, closed);
      // Not before they are on the bus: whoever dies in between closes them again.
      await published(closed, now);
      return closed.length;
    },
  };
}
