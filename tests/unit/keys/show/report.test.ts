import { describe, expect, it } from "vitest";
import { reportOn } from "../../../../shared/keys/index.ts";
import { aKey, answeringKms } from "../a-key.ts";
import { dependentClients } from "../dependent-clients.ts";

/** Nobody answers there. */
const others = dependentClients("http://127.0.0.1:1");
const now = new Date("2026-03-01T12:00:00Z");
const policy = {
  Policy: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}}',
};

describe("a report on a key", () => {
  it("tells its age, its place in a multi-Region set, and when its material or itself ends", async () => {
    const { kms } = answeringKms({});
    const { facts } = await reportOn(
      { ...others, kms },
      aKey({
        CreationDate: new Date("2026-01-30T12:00:01Z"),
        DeletionDate: new Date("2026-03-31T12:00:00Z"),
        ValidTo: new Date("2026-03-02T12:00:00Z"),
        MultiRegionConfiguration: {
          MultiRegionKeyType: "PRIMARY",
          PrimaryKey: { Arn: "arn:primary" },
          ReplicaKeys: [{ Arn: "arn:replica" }],
        },
      }),
      now,
    );
    expect(facts).toMatchObject({
      type: "customer managed",
      ageInDays: 29,
      deletedAt: "2026-03-31T12:00:00.000Z",
      materialExpires: "2026-03-02T12:00:00.000Z",
      multiRegion: { as: "PRIMARY", primary: "arn:primary", replicas: ["arn:replica"] },
    });
  });

  it("tells all that KMS answers", async () => {
    const { kms } = answeringKms({
      ListAliases: { Aliases: [{ AliasName: "alias/b" }, { AliasName: "alias/a" }] },
      ListResourceTags: { Tags: [{ TagKey: "environment", TagValue: "prod" }] },
      GetKeyRotationStatus: { KeyRotationEnabled: true, RotationPeriodInDays: 90 },
      ListKeyRotations: { Rotations: [{ RotationDate: now, RotationType: "ON_DEMAND" }] },
      GetKeyPolicy: policy,
      ListGrants: { Grants: [] },
      GetKeyLastUsage: { KeyLastUsage: { Timestamp: now, Operation: "Decrypt" } },
    });
    expect(await reportOn({ ...others, kms }, aKey(), now)).toMatchObject({
      aliases: { found: ["alias/a", "alias/b"] },
      tags: { found: { environment: "prod" } },
      rotation: { found: { automatic: "on", periodInDays: 90 } },
      pastRotations: { found: [{ at: now, by: "demand" }] },
      policy: { found: { words: ["Everyone, of any account, may only Decrypt."] } },
      grants: { found: [] },
      lastUsage: { known: true, at: now, operation: "Decrypt" },
    });
  });

  it("tells each part that may not be read, with the permission that it takes", async () => {
    const denied = "AccessDeniedException";
    const { kms } = answeringKms({
      ListAliases: denied,
      ListResourceTags: denied,
      GetKeyRotationStatus: denied,
      ListKeyRotations: denied,
      GetKeyPolicy: denied,
      ListGrants: denied,
      GetKeyLastUsage: denied,
    });
    const report = await reportOn({ ...others, kms }, aKey(), now);
    expect(report).toMatchObject({
      aliases: { notLookedAt: "allow kms:ListAliases" },
      tags: { notLookedAt: "allow kms:ListResourceTags" },
      rotation: { notLookedAt: "allow kms:GetKeyRotationStatus" },
      pastRotations: { notLookedAt: "allow kms:ListKeyRotations" },
      policy: { notLookedAt: "allow kms:GetKeyPolicy" },
      grants: { notLookedAt: "allow kms:ListGrants" },
      lastUsage: { known: "notLookedAt" },
    });
    expect(report.dependents.found).toEqual([]);
    expect(report.dependents.notLookedAt.map(({ what }) => what)).toContain("secrets");
  });

  it("tells a policy that it cannot read as such", async () => {
    const { kms } = answeringKms({ GetKeyPolicy: { Policy: "no JSON" } });
    const { policy } = await reportOn({ ...others, kms }, aKey(), now);
    expect(policy).toMatchObject({ found: { words: [expect.stringContaining("no policy document")] } });
  });
});
