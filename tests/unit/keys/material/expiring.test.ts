import { KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { expiringMaterial } from "../../../../shared/keys/index.ts";
import { startEndpoint } from "../../findings/an-endpoint.ts";

const seconds = (time: string) => Date.parse(time) / 1_000;
const ending = (ValidTo: string, cares: object = {}) => ({
  Origin: "EXTERNAL",
  ExpirationModel: "KEY_MATERIAL_EXPIRES",
  KeyState: "Enabled",
  ValidTo: seconds(ValidTo),
  ...cares,
});

/** Keys by their ids, as KMS describes them; of those that are errors, KMS answers so. */
const keys: Record<string, object | string> = {
  later: ending("2026-03-20T00:00:00Z"),
  soon: ending("2026-03-05T00:00:00Z", { KeyState: "Disabled" }),
  "long-after": ending("2026-09-01T00:00:00Z"),
  "for-ever": { Origin: "EXTERNAL", ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE", KeyState: "Enabled" },
  "of-kms": { Origin: "AWS_KMS", KeyState: "Enabled" },
  "to-be-deleted": ending("2026-03-05T00:00:00Z", { KeyState: "PendingDeletion" }),
  "without-material": { Origin: "EXTERNAL", KeyState: "PendingImport" },
  gone: "NotFoundException",
  forbidden: "AccessDeniedException",
};

describe("imported key material that is about to expire", () => {
  it("is found among all keys, the soonest first, and what may not be described is told", async () => {
    const { settings } = await startEndpoint(({ headers, body }) => {
      if (String(headers["x-amz-target"]).endsWith("ListKeys"))
        return { body: JSON.stringify({ Keys: Object.keys(keys).map((KeyId) => ({ KeyId })) }) };
      const { KeyId } = JSON.parse(body);
      const key = keys[KeyId];
      if (typeof key === "string")
        return { status: 400, body: JSON.stringify({ __type: key, message: "no" }) };
      return { body: JSON.stringify({ KeyMetadata: { KeyId, Arn: `arn:${KeyId}`, ...key } }) };
    });
    const watch = await expiringMaterial(new KMSClient(settings), new Date("2026-03-31T00:00:00Z"));
    expect(watch).toEqual({
      expiring: [
        { key: "arn:soon", validTo: new Date("2026-03-05T00:00:00Z") },
        { key: "arn:later", validTo: new Date("2026-03-20T00:00:00Z") },
      ],
      notLookedAt: [{ key: "forbidden", reason: "AccessDeniedException: no" }],
    });
  });
});
