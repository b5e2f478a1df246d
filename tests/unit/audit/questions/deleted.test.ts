import { describe, expect, it } from "vitest";
import { deleted } from "../../../../shared/audit/index.ts";
import { answerTo, keyArn, kmsCall, otherKeyArn, read } from "../records.ts";

const now = new Date("2026-03-20T00:00:00Z");
const ask = (records: Parameters<typeof answerTo>[1], kind: Parameters<typeof deleted>[0] = "all") =>
  answerTo(deleted(kind, now), records);

const on = (day: string, eventName: string, cares: Parameters<typeof kmsCall>[1] = {}) =>
  kmsCall(eventName, { eventTime: `2026-03-${day}T12:00:00Z`, ...cares });
const secret = (day: string, eventName: string, parameters = {}) =>
  read("prod/db", {
    eventName,
    eventTime: `2026-03-${day}T12:00:00Z`,
    requestParameters: { secretId: "prod/db", ...parameters },
  });

describe("what was deleted", () => {
  it("tells a key that waits for its deletion, who wanted it, and until when it can be saved", async () => {
    const responseElements = { deletionDate: "Mar 25, 2026, 12:00:00 AM" };
    const [key] = await ask([
      on("16", "ScheduleKeyDeletion", { requestParameters: { pendingWindowInDays: 7 }, responseElements }),
      on("15", "DisableKey"),
    ]);
    expect(key).toMatchObject({
      kind: "key",
      name: keyArn,
      state: "pending deletion",
      recoverableUntil: "2026-03-25T00:00:00Z",
      rescue: "yes: cancel the deletion, or restore it",
      events: [
        { operation: "DisableKey", caller: "arn:aws:iam::111122223333:user/alice" },
        { operation: "ScheduleKeyDeletion" },
      ],
    });
  });

  it.each([
    ["disabled", ["DisableKey"]],
    ["disabled", ["ScheduleKeyDeletion", "CancelKeyDeletion"]],
    ["in use again", ["DisableKey", "EnableKey"]],
    ["in use again", ["ScheduleKeyDeletion", "CancelKeyDeletion", "EnableKey"]],
    ["without key material", ["DeleteImportedKeyMaterial"]],
    ["deleted", ["ScheduleKeyDeletion", "DeleteKey"]],
  ])("tells a key as %s after %j", async (state, operations) => {
    const records = operations.map((operation, index) => on(`1${index}`, operation));
    expect(await ask(records.toReversed())).toMatchObject([{ state }]);
  });

  it("tells a key as deleted once its time is over, though nothing tells that it was", async () => {
    const requestParameters = { pendingWindowInDays: 7 };
    expect(await ask([on("10", "ScheduleKeyDeletion", { requestParameters })])).toMatchObject([
      { state: "deleted", rescue: "no" },
    ]);
  });

  it("tells a secret as gone at once where recovery was forgone, and restored ones", async () => {
    expect(await ask([secret("10", "DeleteSecret", { forceDeleteWithoutRecovery: true })])).toMatchObject([
      { kind: "secret", name: "111122223333/eu-central-1/prod/db", state: "deleted" },
    ]);
    expect(await ask([secret("10", "DeleteSecret", { recoveryWindowInDays: 15 })])).toMatchObject([
      { state: "pending deletion", recoverableUntil: "2026-03-25T12:00:00Z" },
    ]);
    expect(await ask([secret("10", "DeleteSecret"), secret("11", "RestoreSecret")])).toMatchObject([
      { state: "in use again" },
    ]);
  });

  it("leaves out what was refused, what was only put to use, and the kind not asked for", async () => {
    const refused = { ...on("10", "DisableKey"), errorCode: "AccessDenied" };
    const enabled = on("10", "EnableKey", { key: otherKeyArn });
    expect(await ask([refused, enabled])).toEqual([]);
    const both = [on("10", "DisableKey"), secret("10", "DeleteSecret")];
    expect(await ask(both, "keys")).toMatchObject([{ kind: "key" }]);
    expect(await ask(both, "secrets")).toMatchObject([{ kind: "secret" }]);
  });
});
