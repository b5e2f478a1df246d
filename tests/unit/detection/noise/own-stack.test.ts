import { describe, expect, it } from "vitest";
import { aMatch, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const account = "111122223333";
const session = (role: string, name: string, of = account) => ({
  userIdentity: {
    type: "AssumedRole",
    arn: `arn:aws:sts::${of}:assumed-role/${role}/${name}`,
    accountId: of,
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${of}:role/${role}` } },
  },
});
const own = session("rekey-prod-rotate", "rekey-prod-rotate");

describe("what the stack's own functions do", () => {
  it("raises nothing", async () => {
    expect(await evaluate(aMatch(), [event(0, own)])).toEqual([]);
  });

  it("counts for detections of tampering", async () => {
    expect(await evaluate(aMatch({ countsOwnStack: true }), [event(0, own)])).toHaveLength(1);
  });

  it.each([
    ["a person in a session of a role with such a name", session("rekey-prod-rotate", "mallory")],
    ["a role of another account", session("rekey-prod-rotate", "rekey-prod-rotate", "999988887777")],
    ["a session that only calls itself so", session("admin", "rekey-prod-rotate")],
    [
      "a user with such a name",
      { userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${account}:user/rekey-a` } },
    ],
  ])("is not what others do: %s", async (_, cares) => {
    expect(await evaluate(aMatch(), [event(0, cares)])).toHaveLength(1);
  });

  it("is known by the prefix of the settings", async () => {
    const settings = { stackPrefix: "watch-" };
    expect(await evaluate(aMatch(), [event(0, own)], { settings })).toHaveLength(1);
    const other = session("watch-prod-rotate", "watch-prod-rotate");
    expect(await evaluate(aMatch(), [event(0, other)], { settings })).toEqual([]);
  });
});

describe("what AWS services do for the account", () => {
  const byService = {
    userIdentity: { ...session("app", "a").userIdentity, invokedBy: "backup.amazonaws.com" },
  };

  it("counts, but for detections that leave it out", async () => {
    expect(await evaluate(aMatch(), [event(0, byService)])).toHaveLength(1);
    expect(await evaluate(aMatch({ ignoresServices: true }), [event(0, byService)])).toEqual([]);
    expect(await evaluate(aMatch({ ignoresServices: true }), [event(0)])).toHaveLength(1);
  });
});
