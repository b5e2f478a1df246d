import { describe, expect, it } from "vitest";
import { stillUsed } from "../../../../shared/audit/index.ts";
import { answerTo, decrypt, keyArn, keyId, kmsCall, otherKeyArn, roleArn, session } from "../records.ts";

const on = (day: number) => `2026-03-${String(day).padStart(2, "0")}T08:00:00Z`;
const answer = (records: Parameters<typeof answerTo>[1]) =>
  answerTo(stillUsed({ kind: "key", id: keyId, arn: keyArn }), records);

describe("whether a key is still used", () => {
  it("counts uses, and those that its state refused, by principal and service", async () => {
    const byRds = { ...session("task-1"), invokedBy: "rds.amazonaws.com" };
    const { uses } = await answer([
      decrypt({ userIdentity: session("task-1"), eventTime: on(2) }),
      decrypt({ userIdentity: session("task-2"), eventTime: on(4), errorCode: "DisabledException" }),
      decrypt({ userIdentity: byRds, eventTime: on(3), errorCode: "KMSInvalidStateException" }),
    ]);
    expect(uses).toEqual([
      {
        principal: roleArn,
        count: 2,
        failed: 1,
        first: on(2),
        last: on(4),
        operations: [{ name: "Decrypt", count: 2 }],
      },
      {
        principal: roleArn,
        service: "rds.amazonaws.com",
        count: 1,
        failed: 1,
        first: on(3),
        last: on(3),
        operations: [{ name: "Decrypt", count: 1 }],
      },
    ]);
  });

  it("does not count calls that describe it, that were not permitted, or that are about another key", async () => {
    const { uses } = await answer([
      kmsCall("DescribeKey"),
      decrypt({ errorCode: "AccessDenied" }),
      decrypt({ key: otherKeyArn }),
    ]);
    expect(uses).toEqual([]);
  });

  it.each(["is disabled", "is pending deletion"])(
    "finds a use that was refused because the key %s, where only the message names the key",
    async (state) => {
      const { uses } = await answer([
        decrypt({
          resources: undefined,
          errorCode: "KMSInvalidStateException",
          errorMessage: `${keyArn} ${state}.`,
        }),
      ]);
      expect(uses).toHaveLength(1);
    },
  );

  it.each([
    ["DisableKey"],
    ["CancelKeyDeletion"],
    ["DeleteImportedKeyMaterial"],
    ["DeleteExpiredKeyMaterial"],
  ])("tells since when it is out of use, by %s", async (eventName) => {
    expect(await answer([kmsCall(eventName, { eventTime: on(5) })])).toMatchObject({ outOfUseSince: on(5) });
  });

  it("tells the last time it was taken out of use, and nothing of a key that is in use again", async () => {
    const [disabled, enabled, again] = [
      kmsCall("DisableKey", { eventTime: on(5) }),
      kmsCall("EnableKey", { eventTime: on(6) }),
      kmsCall("DisableKey", { eventTime: on(7) }),
    ];
    expect(await answer([again, enabled, disabled])).toMatchObject({ outOfUseSince: on(7) });
    expect(await answer([enabled, disabled])).not.toHaveProperty("outOfUseSince");
    expect(
      await answer([disabled, kmsCall("EnableKey", { eventTime: on(8), errorCode: "AccessDenied" })]),
    ).toMatchObject({ outOfUseSince: on(5) });
  });
});
