import { text } from "node:stream/consumers";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { describe, expect, it } from "vitest";
import { trailGaps, whatLacks } from "../../../shared/audit/trail-gaps.ts";
import { listening } from "../listening.ts";

const basic = (selector: object) => ({ EventSelectors: [selector] });
const advanced = (...fields: object[]) => ({
  AdvancedEventSelectors: [
    { FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }, ...fields] },
  ],
});

describe("what a trail leaves out", () => {
  it.each([
    [
      "nothing",
      basic({ ReadWriteType: "All", IncludeManagementEvents: true, ExcludeManagementEventSources: [] }),
      undefined,
    ],
    [
      "KMS events",
      basic({ ReadWriteType: "All", ExcludeManagementEventSources: ["kms.amazonaws.com"] }),
      "KMS events",
    ],
    [
      "read-only events",
      basic({ ReadWriteType: "WriteOnly" }),
      "read-only events, such as Decrypt and GetSecretValue",
    ],
    ["management events", basic({ IncludeManagementEvents: false }), "management events"],
    ["nothing, by advanced selectors", advanced(), undefined],
    [
      "KMS events, by advanced selectors",
      advanced({ Field: "eventSource", NotEquals: ["kms.amazonaws.com"] }),
      "KMS events",
    ],
    [
      "read-only events, by advanced selectors",
      advanced({ Field: "readOnly", Equals: ["false"] }),
      "read-only events, such as Decrypt and GetSecretValue",
    ],
    [
      "management events, by advanced selectors",
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] }] },
      "management events",
    ],
  ])("is told: %s", (_, selectors, lacks) => {
    expect(whatLacks(selectors as Parameters<typeof whatLacks>[0])).toBe(lacks);
  });
});

describe("the trails of a bucket", () => {
  it("alone are asked what they leave out", async () => {
    const asked: string[] = [];
    const endpoint = await listening(async (incoming, response) => {
      const { TrailName } = JSON.parse(await text(incoming));
      const isList = String(incoming.headers["x-amz-target"]).endsWith("DescribeTrails");
      if (!isList) asked.push(TrailName);
      const trailList = ["logs", "others", "logs"].map((S3BucketName, index) => ({
        TrailARN: `arn:${index}`,
        Name: `trail-${index}`,
        S3BucketName,
      }));
      const writes = TrailName === "arn:2" ? { ReadWriteType: "WriteOnly" } : { ReadWriteType: "All" };
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(isList ? { trailList } : basic(writes)));
    });
    const client = new CloudTrailClient({
      endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    expect(await trailGaps(client, "logs")).toEqual([
      { trail: "trail-2", lacks: "read-only events, such as Decrypt and GetSecretValue" },
    ]);
    expect(asked).toEqual(["arn:0", "arn:2"]);
    client.destroy();
  });
});
