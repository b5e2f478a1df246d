import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { describe, expect, it } from "vitest";
import { DeliveryError, sendToBus, toOcsf } from "../../../../shared/findings/index.ts";
import { aFinding, largest } from "../a-finding.ts";
import { startEndpoint } from "../an-endpoint.ts";

const bus = "arn:aws:events:eu-central-1:111122223333:event-bus/security";

describe("sendToBus", () => {
  it("puts a finding on another bus, in OCSF", async () => {
    const { settings, requests } = await startEndpoint(() => ({
      body: JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] }),
    }));
    await sendToBus(new EventBridgeClient(settings), bus, aFinding(), "0.1.0");
    const [entry] = (JSON.parse(requests[0]?.body ?? "") as { Entries: Record<string, string>[] }).Entries;
    expect(entry).toMatchObject({ EventBusName: bus, Source: "rekey", DetailType: "OCSF Detection Finding" });
    expect(JSON.parse(entry?.Detail ?? "")).toEqual(JSON.parse(JSON.stringify(toOcsf(aFinding(), "0.1.0"))));
  });

  it("cuts a finding that the bus would not take", async () => {
    const { settings, requests } = await startEndpoint(() => ({
      body: JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] }),
    }));
    await sendToBus(new EventBridgeClient(settings), bus, largest("\u0001"), "0.1.0");
    const [entry] = (JSON.parse(requests[0]?.body ?? "") as { Entries: Record<string, string>[] }).Entries;
    expect(Buffer.byteLength(entry?.Detail ?? "")).toBeLessThan(240_000);
    expect(JSON.parse(entry?.Detail ?? "")).toMatchObject({ finding_info: { uid: aFinding().id } });
  });

  it("throws a DeliveryError if the bus does not take it", async () => {
    const { settings } = await startEndpoint(() => ({
      body: JSON.stringify({ FailedEntryCount: 1, Entries: [{ ErrorCode: "ThrottlingException" }] }),
    }));
    const sending = sendToBus(new EventBridgeClient(settings), bus, aFinding(), "0.1.0");
    await expect(sending).rejects.toThrow(DeliveryError);
    await expect(sending).rejects.toThrow("ThrottlingException");
  });
});
