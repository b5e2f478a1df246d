import { SNSClient } from "@aws-sdk/client-sns";
import { describe, expect, it } from "vitest";
import { findingSchema, sendToTopic, subjectOf, textOf } from "../../../../shared/findings/index.ts";
import { aFinding, largest } from "../a-finding.ts";
import { startEndpoint } from "../an-endpoint.ts";

const topicArn = "arn:aws:sns:eu-central-1:111122223333:rekey-alerts";

const published = () => ({
  body: "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>",
});

/** Sends a finding and returns the parameters of the request that reached SNS. */
async function send(finding = aFinding()): Promise<URLSearchParams> {
  const { settings, requests } = await startEndpoint(published);
  await sendToTopic(new SNSClient(settings), topicArn, finding);
  expect(requests).toHaveLength(1);
  return new URLSearchParams(requests[0]?.body);
}

describe("sendToTopic", () => {
  it("publishes to the topic, with a subject for e-mail", async () => {
    const request = await send();
    expect(request.get("Action")).toBe("Publish");
    expect(request.get("TopicArn")).toBe(topicArn);
    expect(request.get("Subject")).toBe(subjectOf(aFinding()));
  });

  it("gives people the text and programs the finding as JSON", async () => {
    const request = await send();
    expect(request.get("MessageStructure")).toBe("json");
    const { default: text, ...byProtocol } = JSON.parse(request.get("Message") ?? "") as Record<
      string,
      string
    >;
    expect(text).toBe(textOf(aFinding()));
    expect(Object.keys(byProtocol).sort()).toEqual(["firehose", "http", "https", "lambda", "sqs"]);
    for (const json of Object.values(byProtocol)) {
      expect(findingSchema.parse(JSON.parse(json))).toEqual(aFinding());
    }
  });

  it("lets subscribers filter by severity, status and rule", async () => {
    const request = await send(aFinding({ severity: "CRITICAL", ruleId: "a-rule" }));
    const attributes = [1, 2, 3].map((n) => [
      request.get(`MessageAttributes.entry.${n}.Name`),
      request.get(`MessageAttributes.entry.${n}.Value.DataType`),
      request.get(`MessageAttributes.entry.${n}.Value.StringValue`),
    ]);
    expect(attributes).toEqual([
      ["severity", "String", "CRITICAL"],
      ["status", "String", "NEW"],
      ["ruleId", "String", "a-rule"],
    ]);
  });

  it.each(["a", '"', "\u0001", "€"])(
    "is taken by SNS however long the names are that callers chose, of %j",
    async (character) => {
      const finding = largest(character);
      const message = (await send(finding)).get("Message") ?? "";
      expect(Buffer.byteLength(message)).toBeLessThan(256 * 1_024);
      const { id, severity, ruleId, eventIds } = finding;
      const { sqs, default: text } = JSON.parse(message);
      expect(findingSchema.parse(JSON.parse(sqs))).toMatchObject({ id, severity, ruleId, eventIds });
      expect(text).toContain(finding.title);
    },
  );

  it("passes on the service's own error", async () => {
    const { settings } = await startEndpoint(() => ({
      status: 404,
      body: "<ErrorResponse><Error><Code>NotFound</Code><Message>no such topic</Message></Error></ErrorResponse>",
    }));
    const sending = sendToTopic(new SNSClient(settings), topicArn, aFinding());
    await expect(sending).rejects.toThrow("no such topic");
  });
});
