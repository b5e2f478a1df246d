import { text } from "node:stream/consumers";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { onTestFinished } from "vitest";
import { lookUpEvents } from "../../../../local/trail-gateway/lookup-events.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { listening } from "../../listening.ts";

/** A request for a page of events. */
export interface PageAsked {
  attribute: string;
  startTime: number;
  endTime: number;
  nextToken: string | undefined;
}

/**
 * A server that answers LookupEvents from records, for the time of a test.
 *
 * @param refuse says which requests are refused, and with what error
 */
export async function aTrail(
  records: readonly CloudTrailRecord[],
  refuse: (asked: PageAsked, index: number) => string | undefined = () => undefined,
): Promise<{ client: CloudTrailClient; asked: PageAsked[] }> {
  const asked: PageAsked[] = [];
  const endpoint = await listening(async (request, response) => {
    const body = JSON.parse(await text(request));
    const [{ AttributeKey, AttributeValue }] = body.LookupAttributes;
    const page: PageAsked = {
      attribute: `${AttributeKey}=${AttributeValue}`,
      startTime: body.StartTime,
      endTime: body.EndTime,
      nextToken: body.NextToken,
    };
    const error = refuse(page, asked.push(page) - 1);
    const answer = error
      ? { status: 400, body: { __type: error, message: "Refused by the test." } }
      : lookUpEvents(records, body);
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer.body));
  });
  const client = new CloudTrailClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  return { client, asked };
}
