import { SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { sendToDeadLetters } from "../../../shared/trail/index.ts";
import { startEndpoint } from "../findings/an-endpoint.ts";

describe("sendToDeadLetters", () => {
  it("puts the text into the queue as it came, with the reason beside it", async () => {
    const { settings, requests } = await startEndpoint(() => ({ body: JSON.stringify({ MessageId: "1" }) }));
    const queueUrl = `${settings.endpoint}/111122223333/dead-letters`;
    const sqs = new SQSClient({ ...settings, md5: false });
    await sendToDeadLetters(sqs, queueUrl, '{"detail":7}', "detail: expected object");
    expect(requests.map(({ body }) => JSON.parse(body))).toEqual([
      {
        QueueUrl: queueUrl,
        MessageBody: '{"detail":7}',
        MessageAttributes: { reason: { DataType: "String", StringValue: "detail: expected object" } },
      },
    ]);
  });
});
