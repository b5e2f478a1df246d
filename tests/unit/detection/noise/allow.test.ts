import { describe, expect, it } from "vitest";
import type { Allowed } from "../../../../shared/detection/settings.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { aMatch, aThreshold, at, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const role = "arn:aws:iam::111122223333:role/backup";
const byRole = {
  userIdentity: {
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/backup/night",
    accountId: "111122223333",
    sessionContext: { sessionIssuer: { arn: role } },
  },
} satisfies Partial<CloudTrailRecord>;

const found = async (allowed: Omit<Allowed, "reason">, cares: Parameters<typeof event>[1] = {}) =>
  (await evaluate(aMatch(), [event(0, cares)], { settings: { allow: [{ ...allowed, reason: "a test" }] } }))
    .length === 1;

describe("what is allowed", () => {
  it.each<[string, Omit<Allowed, "reason">, Parameters<typeof event>[1]]>([
    ["a principal", { principals: ["arn:aws:iam::111122223333:user/alice"] }, {}],
    ["a role, whatever the session", { principals: [role] }, byRole],
    ["a pattern of principals", { principals: ["arn:aws:iam::*:role/back*"] }, byRole],
    [
      "an AWS service",
      { principals: ["ssm.amazonaws.com"] },
      { userIdentity: { type: "AWSService", invokedBy: "ssm.amazonaws.com" } },
    ],
    ["a network", { networks: ["192.0.2.0/24"] }, {}],
    ["a network of IPv6", { networks: ["2001:db8::/32"] }, { sourceIPAddress: "2001:db8::7" }],
    [
      "an IPv4 address written as IPv6",
      { networks: ["192.0.2.0/24"] },
      { sourceIPAddress: "::ffff:192.0.2.7" },
    ],
    ["a user agent", { userAgents: ["aws-cli/*"] }, {}],
    ["an entity", { entities: ["prod/*"] }, {}],
    ["one detection", { detections: ["match"], entities: ["prod/db"] }, {}],
    ["until a time", { entities: ["prod/db"], until: at(0) }, {}],
    ["everything", {}, {}],
  ])("raises nothing: %s", async (_, allowed, cares) => {
    expect(await found(allowed, cares)).toBe(false);
  });

  it.each<[string, Omit<Allowed, "reason">, Parameters<typeof event>[1]]>([
    ["another principal", { principals: ["arn:aws:iam::111122223333:user/ali"] }, {}],
    ["a network that the address is not in", { networks: ["192.0.3.0/24"] }, {}],
    [
      "a network, and a service's name for an address",
      { networks: ["0.0.0.0/0"] },
      { sourceIPAddress: "ssm.amazonaws.com" },
    ],
    ["a network of the other kind", { networks: ["::/0"] }, {}],
    ["one condition of two", { networks: ["192.0.2.0/24"], entities: ["other"] }, {}],
    ["another detection", { detections: ["threshold"] }, {}],
    ["until a time that has passed", { entities: ["prod/db"], until: at(-1) }, {}],
    ["tags, where none can be looked up", { tags: ["env=dev"] }, {}],
    ["a pattern that overlaps itself", { entities: ["prod/d*d/db"] }, {}],
  ])("is not more than it says: %s", async (_, allowed, cares) => {
    expect(await found(allowed, cares)).toBe(true);
  });

  it("is not counted: what is beside it must be too much by itself", async () => {
    const settings = { allow: [{ principals: [role], reason: "nightly" }] };
    const records = [event(0), event(1), event(2, byRole)];
    expect(await evaluate(aThreshold(), records, { settings })).toEqual([]);
    expect(await evaluate(aThreshold(), [...records, event(3)], { settings })).toMatchObject([{ count: 3 }]);
  });

  it("ends for a pattern with many stars that nearly matches", async () => {
    const pattern = `${"*a".repeat(50)}b`;
    expect(await found({ entities: [pattern] }, { secretId: "a".repeat(5_000) })).toBe(true);
  });
});
