import { describe, expect, it } from "vitest";
import { evaluator, memoryState } from "../../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { aRecord } from "../../trail/a-record.ts";
import { settingsWith } from "../settings-with.ts";
import { load } from "./a-rule.ts";

const rule = (name: string, eventName: string) => `
title: ${name}
name: ${name}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${eventName} }, condition: selection }
---`;

const bases = ["read GetSecretValue", "list ListSecrets", "stop StopLogging"]
  .map((one) => one.split(" "))
  .map(([name = "", eventName = ""]) => rule(name, eventName))
  .join("");

function call(eventName: string, minute: number, secretId = "x", user = "alice"): CloudTrailRecord {
  return aRecord({
    eventName,
    eventTime: new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString(),
    requestParameters: { secretId },
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::111122223333:user/${user}` },
  });
}

/** Whom a correlation signals for records, which come twice and in whatever order. */
async function entitiesOf(correlation: string, records: CloudTrailRecord[]): Promise<string[]> {
  const { detections, refused } = load(`${bases}
title: Together
correlation: { group-by: [userIdentity.arn], timespan: 10m, ${correlation} }`);
  expect(refused).toEqual([]);
  const { evaluate } = evaluator(detections, settingsWith({}), memoryState());
  const signals = await evaluate([...records.toReversed(), ...records]);
  const together = signals.filter(({ ruleId }) => ruleId === "sigma/together");
  return [...new Set(together.map(({ entity }) => entity.split("/").at(-1) ?? ""))];
}

describe("a correlation that is evaluated", () => {
  it("counts events of an entity within its time", async () => {
    const counting = "type: event_count, rules: [read, list], condition: { gte: 3 }";
    const two = [call("GetSecretValue", 0), call("ListSecrets", 1)];
    expect(await entitiesOf(counting, [...two, call("GetSecretValue", 2)])).toEqual(["alice"]);
    expect(await entitiesOf(counting, [...two, call("StopLogging", 2)])).toEqual([]);
    expect(await entitiesOf(counting, [...two, call("GetSecretValue", 2, "x", "bob")])).toEqual([]);
    expect(await entitiesOf(counting, [...two, call("GetSecretValue", 30)])).toEqual([]);
  });

  it("counts different values", async () => {
    const counting =
      "type: value_count, rules: [read], condition: { field: requestParameters.secretId, gte: 3 }";
    const reads = (...ids: string[]) => ids.map((id, minute) => call("GetSecretValue", minute, id));
    expect(await entitiesOf(counting, reads("a", "b", "c"))).toEqual(["alice"]);
    expect(await entitiesOf(counting, reads("a", "b", "a", "b"))).toEqual([]);
  });

  it("finds all of its rules in whatever order", async () => {
    const temporal = "type: temporal, rules: [read, list, stop]";
    const all = [call("StopLogging", 0), call("ListSecrets", 3), call("GetSecretValue", 5)];
    expect(await entitiesOf(temporal, all)).toEqual(["alice"]);
    expect(await entitiesOf(temporal, [...all.slice(1), call("GetSecretValue", 6)])).toEqual([]);
  });

  it("finds them in their order only", async () => {
    const ordered = "type: temporal_ordered, rules: [list, read]";
    expect(await entitiesOf(ordered, [call("ListSecrets", 0), call("GetSecretValue", 5)])).toEqual(["alice"]);
    expect(await entitiesOf(ordered, [call("GetSecretValue", 0), call("ListSecrets", 5)])).toEqual([]);
    expect(await entitiesOf(ordered, [call("ListSecrets", 0), call("GetSecretValue", 15)])).toEqual([]);
  });
});
