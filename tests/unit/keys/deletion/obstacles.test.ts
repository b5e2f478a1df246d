import { describe, expect, it } from "vitest";
import type { StillUse } from "../../../../shared/audit/index.ts";
import {
  type Dependent,
  type Evidence,
  obstaclesToDeletion,
  obstaclesToDisabling,
} from "../../../../shared/keys/index.ts";

const now = new Date("2026-03-31T00:00:00Z");
const day = 24 * 60 * 60_000;
const ago = (days: number) => new Date(now.getTime() - days * day);
const quietMs = 30 * day;

const arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const secret: Dependent = {
  kind: "secret",
  id: "prod/db",
  keyName: arn,
  namedAs: "key",
  loss: "it cannot be read",
};
const use: StillUse = {
  principal: "arn:aws:iam::111122223333:role/app",
  count: 1,
  failed: 0,
  first: ago(3).toISOString(),
  last: ago(3).toISOString(),
  operations: [{ name: "Decrypt", count: 1 }],
};
const place = { what: "queues", items: [], reason: "not permitted" };

type Cares = Partial<Evidence> & { outOfUseSince?: Date; uses?: StillUse[]; found?: Dependent[] };

/** A key that nobody needs, and that was disabled long ago. */
function evidence({ outOfUseSince, uses = [], found = [], ...cares }: Cares = {}): Evidence {
  return {
    key: {
      name: "alias/old",
      id: "1234abcd-12ab-34cd-56ef-1234567890ab",
      arn,
      account: "111122223333",
      region: "eu-central-1",
      awsManaged: false,
      state: "Disabled",
      metadata: { KeyId: "1234abcd", CreationDate: ago(900) },
    },
    aliases: ["alias/old"],
    dependents: { found, notLookedAt: [] },
    from: ago(30),
    trail: {
      answer: { uses, hasMore: false, ...(outOfUseSince && { outOfUseSince: outOfUseSince.toISOString() }) },
      seen: 0,
      counted: 0,
      problems: [],
      problemCount: 0,
      notes: [],
    },
    lastUsage: { known: false, since: ago(100) },
    ...cares,
  };
}

const toDeletion = (cares?: Cares) =>
  obstaclesToDeletion(evidence(cares), quietMs, now).map(({ kind }) => kind);
const toDisabling = (cares?: Cares) => obstaclesToDisabling(evidence(cares)).map(({ kind }) => kind);

describe("what stands against the deletion of a key", () => {
  it("is nothing for a key that is out of use for so long that the trail does not reach back to it", () => {
    expect(toDeletion()).toEqual([]);
  });

  it("is what depends on it, but not what names a replica", () => {
    expect(toDeletion({ found: [secret] })).toEqual(["dependent"]);
    expect(toDeletion({ found: [{ ...secret, namedAs: "replica" }] })).toEqual([]);
  });

  it("is a use, or that somebody asked for it in vain", () => {
    expect(toDeletion({ uses: [use] })).toEqual(["use"]);
  });

  it("is a use that KMS remembers and the trail does not, within the time", () => {
    const at = (at: Date): Evidence["lastUsage"] => ({
      known: true,
      at,
      operation: "Decrypt",
      eventId: undefined,
    });
    expect(toDeletion({ lastUsage: at(ago(2)) })).toEqual(["last usage"]);
    expect(toDeletion({ lastUsage: at(ago(31)) })).toEqual([]);
  });

  it("is that it is out of use only since a shorter time, whatever was before", () => {
    const since = ago(2);
    expect(obstaclesToDeletion(evidence({ outOfUseSince: since, uses: [use] }), quietMs, now)).toEqual([
      {
        kind: "quiet time",
        since: since.toISOString(),
        until: new Date(since.getTime() + quietMs).toISOString(),
      },
    ]);
    expect(toDeletion({ outOfUseSince: since, uses: [{ ...use, last: ago(1).toISOString() }] })).toEqual([
      "use",
      "quiet time",
    ]);
    expect(toDeletion({ outOfUseSince: ago(30) })).toEqual([]);
  });

  it("is a trail that does not tell what took a young key out of use", () => {
    const { key } = evidence();
    const metadata = { ...key.metadata, CreationDate: ago(10) };
    expect(toDeletion({ key: { ...key, metadata } })).toEqual(["quiet time"]);
    // It never had key material.
    expect(toDeletion({ key: { ...key, metadata, state: "PendingImport" } })).toEqual([]);
  });

  it("is every place where nobody looked, and a trail that was not read to its end", () => {
    const { trail } = evidence();
    expect(toDeletion({ dependents: { found: [], notLookedAt: [place, place] } })).toEqual([
      "not looked at",
      "not looked at",
    ]);
    expect(toDeletion({ trail: { ...trail, problems: [new Error("denied")], problemCount: 1 } })).toEqual([
      "trail",
    ]);
  });
});

describe("what stands against disabling a key", () => {
  it("is what depends on it, its uses and an unread trail, but not where nobody looked", () => {
    const { trail } = evidence();
    const unread = { ...trail, problems: [new Error("denied")], problemCount: 1 };
    expect(toDisabling({ found: [secret], uses: [use] })).toEqual(["dependent", "use"]);
    expect(toDisabling({ trail: unread })).toEqual(["trail"]);
    expect(toDisabling({ dependents: { found: [], notLookedAt: [place] } })).toEqual([]);
  });
});
