import type { KeyState } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { type AuditEngine, readEvent } from "../../../../shared/audit/index.ts";
import { evidenceOf, obstaclesToDisabling } from "../../../../shared/keys/index.ts";
import { decrypt, keyArn, keyId, march } from "../../audit/records.ts";
import { startEndpoint } from "../../findings/an-endpoint.ts";
import { dependentClients } from "../dependent-clients.ts";

/** A trail of so many pages of 50 events each, and how many of them were read. */
function trailOf(pages: number, errorCode?: string) {
  let [read, event] = [0, 0];
  const engine: AuditEngine = {
    events: async function* () {
      while (read < pages) {
        read += 1;
        const events = Array.from({ length: 50 }, () => {
          event += 1;
          return readEvent(decrypt({ eventID: `event-${event}`, ...(errorCode && { errorCode }) }));
        });
        yield { events, seen: events.length, problems: [] };
      }
    },
  };
  return { engine, read: () => read };
}

/** Evidence about a key of which services tell nothing but its alias. */
async function evidence(engine: AuditEngine, state: KeyState = "Enabled") {
  const { settings } = await startEndpoint(({ headers }) =>
    String(headers["x-amz-target"]).endsWith("ListAliases")
      ? { body: JSON.stringify({ Aliases: [{ AliasName: "alias/old" }] }) }
      : { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "no" }) },
  );
  const key = {
    name: "alias/old",
    id: keyId,
    arn: keyArn,
    account: "111122223333",
    region: "eu-central-1",
    awsManaged: false,
    state,
    metadata: { KeyId: keyId },
  };
  return evidenceOf(dependentClients(settings.endpoint), key, { engine, from: march.from, now: march.to });
}

describe("the evidence whether a key is needed", () => {
  it("has aliases, uses, and all that could not be looked at", async () => {
    const { aliases, dependents, trail, lastUsage } = await evidence(trailOf(1).engine);
    expect(aliases).toEqual(["alias/old"]);
    expect(trail.answer.uses).toMatchObject([{ count: 50 }]);
    expect(dependents.found).toEqual([]);
    expect(dependents.notLookedAt.length).toBeGreaterThan(10);
    expect(lastUsage).toMatchObject({ known: "notLookedAt" });
  });

  it("does not read all of the trail of a busy key, and says so", async () => {
    const { engine, read } = trailOf(Number.POSITIVE_INFINITY);
    const { trail } = await evidence(engine);
    expect(read()).toBeLessThan(50);
    expect(trail.notes).toEqual([expect.stringContaining("The trail was read up to 2,000 events")]);
    expect(trail.problemCount).toBe(0);
  });

  it("does not take a trail that was cut, and has no use so far, for proof that there is none", async () => {
    const found = await evidence(trailOf(Number.POSITIVE_INFINITY, "AccessDenied").engine);
    expect(found.trail.answer.uses).toEqual([]);
    expect(obstaclesToDisabling(found)).toEqual([
      { kind: "trail", problem: expect.stringContaining("Among those were no uses") },
    ]);
  });

  it("reads all of the trail of a disabled key", async () => {
    const { engine, read } = trailOf(100);
    const { trail } = await evidence(engine, "Disabled");
    expect(read()).toBe(100);
    expect(trail.answer.uses).toMatchObject([{ count: 5_000 }]);
  });
});
