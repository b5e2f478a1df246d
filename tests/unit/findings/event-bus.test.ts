import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { describe, expect, it } from "vitest";
import {
  findingEventSchema,
  findingSchema,
  PublishError,
  publishFindings,
} from "../../../shared/findings/index.ts";
import { aFinding, largest } from "./a-finding.ts";
import { type ReceivedRequest, startEndpoint } from "./an-endpoint.ts";

interface Entry {
  EventBusName: string;
  Source: string;
  DetailType: string;
  Detail: string;
  Resources: string[];
}

const entriesOf = ({ body }: ReceivedRequest) => (JSON.parse(body) as { Entries: Entry[] }).Entries;

const bytesOf = (entries: Entry[]) =>
  entries
    .flatMap(({ Source, DetailType, Detail, Resources }) => [Source, DetailType, Detail, ...Resources])
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const taken = () => ({ body: JSON.stringify({ FailedEntryCount: 0, Entries: [] }) });

describe("publishFindings", () => {
  it("puts a finding on the bus as the event that notify expects", async () => {
    const { settings, requests } = await startEndpoint(taken);
    await publishFindings(new EventBridgeClient(settings), "rekey-test", [aFinding()]);
    const [entry] = requests.flatMap(entriesOf);
    expect(entry?.EventBusName).toBe("rekey-test");
    expect(entry?.Resources).toEqual(aFinding().resources);
    const event = {
      source: entry?.Source,
      "detail-type": entry?.DetailType,
      detail: JSON.parse(entry?.Detail ?? ""),
    };
    expect(findingEventSchema.parse(event).detail).toEqual(aFinding());
  });

  it("names no resource where the finding's is no ARN", async () => {
    const { settings, requests } = await startEndpoint(taken);
    const finding = aFinding({ resources: ["111122223333/eu-central-1/prod/db"] });
    await publishFindings(new EventBridgeClient(settings), "rekey-test", [finding]);
    expect(requests.flatMap(entriesOf)[0]?.Resources).toEqual([]);
  });

  it("sends ten at a time, all of them and in order", async () => {
    const { settings, requests } = await startEndpoint(taken);
    const findings = Array.from({ length: 21 }, (_, n) => aFinding({ id: `finding-${n}` }));
    await publishFindings(new EventBridgeClient(settings), "rekey-test", findings);
    expect(requests.map((request) => entriesOf(request).length)).toEqual([10, 10, 1]);
    const sent = requests.flatMap(entriesOf).map(({ Detail }) => JSON.parse(Detail));
    expect(sent).toEqual(findings);
  });

  it("sends no more bytes in a call than the bus takes, all findings and in order", async () => {
    const { settings, requests } = await startEndpoint(taken);
    const findings = Array.from({ length: 12 }, (_, n) => ({ ...largest(), id: `finding-${n}` }));
    await publishFindings(new EventBridgeClient(settings), "rekey-test", findings);
    const calls = requests.map(entriesOf);
    for (const call of calls) expect(bytesOf(call)).toBeLessThan(256 * 1_024);
    expect(calls.length).toBeLessThan(12);
    const sent = calls.flat().map(({ Detail }) => JSON.parse(Detail));
    expect(sent).toEqual(findings);
  });

  it("cuts the texts of a finding that the bus would not take, and tells the rest", async () => {
    const { settings, requests } = await startEndpoint(taken);
    const finding = largest("\u0001");
    expect(Buffer.byteLength(JSON.stringify(finding))).toBeGreaterThan(256 * 1_024);
    await publishFindings(new EventBridgeClient(settings), "rekey-test", [finding]);
    const [entry] = requests.flatMap(entriesOf);
    expect(bytesOf(requests.flatMap(entriesOf))).toBeLessThan(256 * 1_024);
    const { id, revision, severity, ruleId, eventIds } = finding;
    expect(findingSchema.parse(JSON.parse(entry?.Detail ?? ""))).toMatchObject({
      ...{ id, revision, severity, ruleId, eventIds },
      resources: finding.resources
        .slice(0, 16)
        .map((resource) => expect.stringContaining(resource.slice(0, 500))),
    });
  });

  it("asks nothing of the bus where there is nothing to tell", async () => {
    const { settings, requests } = await startEndpoint(taken);
    await publishFindings(new EventBridgeClient(settings), "rekey-test", []);
    expect(requests).toEqual([]);
  });

  it("throws a PublishError that says how many were not taken, why and where", async () => {
    const failed = { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };
    const { settings } = await startEndpoint(() => ({
      body: JSON.stringify({ FailedEntryCount: 2, Entries: [{ EventId: "x" }, failed, failed] }),
    }));
    const publishing = publishFindings(new EventBridgeClient(settings), "rekey-test", [aFinding()]);
    await expect(publishing).rejects.toThrow(PublishError);
    await expect(publishing).rejects.toThrow(
      "2 findings did not reach the bus rekey-test: ThrottlingException.",
    );
  });

  it("passes on the service's own error", async () => {
    const { settings } = await startEndpoint(() => ({
      status: 400,
      body: JSON.stringify({ __type: "ResourceNotFoundException", message: "no such bus" }),
    }));
    const publishing = publishFindings(new EventBridgeClient(settings), "nowhere", [aFinding()]);
    await expect(publishing).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
