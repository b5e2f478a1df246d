import { describe, expect, it } from "vitest";
import {
  type About,
  account,
  allow,
  byRole,
  byRoot,
  bySignOn,
  byUser,
  daily,
  inConsole,
  inRegion,
  key,
  kms,
  onDay,
  onKey,
  ownAccount,
  policy,
  read,
  secrets,
} from "../../../../shared/detection/examples/builders.ts";
import { catalogue } from "../../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { evaluate } from "../evaluate.ts";
import { settingsWith } from "../settings-with.ts";

/** The days on which a detection tells of something. */
async function daysToldBy(id: string, records: readonly CloudTrailRecord[]): Promise<string[]> {
  const found = catalogue(settingsWith()).find(({ detection }) => detection.id === id);
  if (!found) throw new RangeError(`There is no detection ${id}.`);
  const distinct = records.map((record, n) => ({ ...record, eventID: `event-${n}` }));
  const signals = await evaluate(found.detection, distinct, { batchSize: 1 });
  return signals.map(({ firstSeen }) => firstSeen.slice(0, 10));
}

const keyOfDay = (day: number) => `${key.slice(0, -2)}${day + 10}`;
const changes: [id: string, change: (day: number, ...abouts: About[]) => CloudTrailRecord][] = [
  [
    "kms-key-policy-replaced",
    (day, ...abouts) =>
      kms("PutKeyPolicy", { policy: policy(ownAccount) }, onKey(keyOfDay(day)), onDay(day), ...abouts),
  ],
  [
    "secret-policy-replaced",
    (day, ...abouts) => secrets("DeleteResourcePolicy", { secretId: `prod/${day}` }, onDay(day), ...abouts),
  ],
  [
    "secret-scheduled-for-deletion",
    (day, ...abouts) => secrets("DeleteSecret", { secretId: `prod/${day}` }, onDay(day), ...abouts),
  ],
];

/** A role that somebody took with a second factor, which is no program. */
const withSecondFactor: About = (record) => ({
  ...record,
  userIdentity: {
    ...record.userIdentity,
    sessionContext: {
      ...record.userIdentity.sessionContext,
      attributes: { creationDate: "2026-03-01T11:00:00Z", mfaAuthenticated: "true" },
    },
  },
});

const threeDays = ["2026-03-01", "2026-03-02", "2026-03-03"];

describe.each(changes)("%s", (id, change) => {
  const onThreeDays = (...abouts: About[]) => [0, 1, 2].map((day) => change(day, ...abouts));

  it("tells once of a role that does so day after day", async () => {
    expect(await daysToldBy(id, onThreeDays(byRole("terraform")))).toEqual(["2026-03-01"]);
    expect(
      await daysToldBy(
        id,
        [0, 91].map((day) => change(day, byRole("terraform"))),
      ),
    ).toHaveLength(2);
  });

  it("tells of another role, whatever the first one does", async () => {
    const records = [...onThreeDays(byRole("terraform")), change(3, byRole("shop"))];
    expect(await daysToldBy(id, records)).toEqual(["2026-03-01", "2026-03-04"]);
  });

  it.each([
    ["of a user", byUser("alice")],
    ["by single sign-on", bySignOn("carol")],
    ["with a second factor", (record: CloudTrailRecord) => withSecondFactor(byRole("admin")(record))],
    ["in the console", (record: CloudTrailRecord) => inConsole(byRole("admin")(record))],
  ])("tells each time of a change by hand: %s", async (_, byHand) => {
    expect(await daysToldBy(id, onThreeDays(byHand))).toEqual(threeDays);
  });
});

describe("kms-key-policy-replaced", () => {
  const putBy = (about: About, statement: Record<string, unknown>) =>
    daily(3, (day) => kms("PutKeyPolicy", { policy: policy(statement) }, about, day));

  it.each([
    ["leaves the key to a role alone", allow({ AWS: `arn:aws:iam::${account}:role/terraform` })],
    [
      "leaves it to the account under a condition",
      { ...ownAccount, Condition: { Bool: { "aws:x": "true" } } },
    ],
    ["lets the account only decrypt", { ...ownAccount, Action: "kms:Decrypt" }],
    ["denies it to the account", { ...ownAccount, Effect: "Deny" }],
  ])("tells each time of a policy that %s, whoever puts it", async (_, statement) => {
    expect(await daysToldBy("kms-key-policy-replaced", putBy(byRole("terraform"), statement))).toEqual(
      threeDays,
    );
  });

  it.each([
    ["by its root", ownAccount],
    ["by its number", { ...ownAccount, Principal: { AWS: [account] } }],
    ["for all of KMS", { ...ownAccount, Action: ["kms:*"] }],
  ])("tells once of a role whose policies leave the key to the account: %s", async (_, statement) => {
    expect(await daysToldBy("kms-key-policy-replaced", putBy(byRole("terraform"), statement))).toHaveLength(
      1,
    );
  });
});

describe("secret-scheduled-for-deletion", () => {
  it("tells again of a role that leaves fewer days than it did", async () => {
    const records = [30, 30, 7].map((recoveryWindowInDays, day) =>
      secrets("DeleteSecret", { recoveryWindowInDays }, byRole("terraform"), onDay(day)),
    );
    expect(await daysToldBy("secret-scheduled-for-deletion", records)).toEqual(["2026-03-01", "2026-03-03"]);
  });
});

describe("secret-read-in-console", () => {
  const looksOf = (about: About) => daily(3, (day) => read("prod/shop", about, inConsole, day));
  const toldOf = (...records: CloudTrailRecord[]) => daysToldBy("secret-read-in-console", records);

  it("tells once of a role whose people do so, whoever they are and wherever", async () => {
    const elsewhere = read("prod/mail", bySignOn("dave"), inConsole, inRegion("eu-west-1"), onDay(3));
    expect(await toldOf(...looksOf(bySignOn("carol")), elsewhere)).toEqual(["2026-03-01"]);
  });

  it("tells of another role, of each user and of root", async () => {
    const others = [byRole("support"), byUser("alice"), byUser("bob"), byRoot].map((about, n) =>
      read("prod/shop", about, inConsole, onDay(n + 3)),
    );
    expect(await toldOf(...looksOf(bySignOn("carol")), ...others)).toHaveLength(5);
  });
});
