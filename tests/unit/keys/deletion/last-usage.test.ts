import { KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { lastUsageOf } from "../../../../shared/keys/index.ts";
import { startEndpoint } from "../../findings/an-endpoint.ts";

const arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** What is made of an answer of KMS. */
async function lastUsage(body: object, status = 200) {
  const { settings, requests } = await startEndpoint(() => ({ status, body: JSON.stringify(body) }));
  const usage = await lastUsageOf(new KMSClient(settings), { arn });
  expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ KeyId: arn });
  return usage;
}

describe("the last use that KMS remembers", () => {
  it("is told with its operation and the event in the trail", async () => {
    const KeyLastUsage = { Operation: "Decrypt", Timestamp: 1_772_323_200, CloudTrailEventId: "e-1" };
    expect(await lastUsage({ KeyLastUsage })).toEqual({
      known: true,
      at: new Date("2026-03-01T00:00:00Z"),
      operation: "Decrypt",
      eventId: "e-1",
    });
  });

  it("is unknown before KMS began to watch, and that is said", async () => {
    expect(await lastUsage({ KeyLastUsage: {}, TrackingStartDate: 1_772_323_200 })).toEqual({
      known: false,
      since: new Date("2026-03-01T00:00:00Z"),
    });
  });

  it("is not looked at without the permission, or where KMS does not know the question", async () => {
    expect(await lastUsage({ __type: "AccessDeniedException", message: "no" }, 400)).toEqual({
      known: "notLookedAt",
      reason: "allow kms:GetKeyLastUsage",
    });
    expect(await lastUsage({ __type: "UnknownOperationException", message: "no" }, 400)).toMatchObject({
      known: "notLookedAt",
    });
  });
});
