import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** What was asked of DynamoDB. */
export interface Meter {
  writes: number;
  reads: number;
}

/** The crash of a function, at a request: before it was done, or after it and before its answer came. */
export class Crash extends Error {
  override name = "Crash";
}

/**
 * A client that counts its requests, and where a function may crash.
 *
 * @param crashes decides at each request
 */
export function meteredClient(
  settings: ConstructorParameters<typeof DynamoDBClient>[0],
  meter: Meter,
  crashes: () => "before" | "after" | undefined,
): DynamoDBDocumentClient {
  const client = new DynamoDBClient(settings ?? {});
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === "PutItemCommand") meter.writes += 1;
        else meter.reads += 1;
        const crash = crashes();
        if (crash === "before") throw new Crash("before the request");
        const answer = await next(args);
        if (crash === "after") throw new Crash("after the request");
        return answer;
      },
    { step: "initialize" },
  );
  return DynamoDBDocumentClient.from(client);
}
