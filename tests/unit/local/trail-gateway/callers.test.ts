import { describe, expect, it } from "vitest";
import { type Caller, userIdentity } from "../../../../local/trail-gateway/callers.ts";

const caller = (cares: Partial<Caller>): Caller => ({
  arn: "arn:aws:iam::111122223333:user/alice",
  accountId: "111122223333",
  principalId: "AIDAEXAMPLE",
  accessKeyId: "AKIAEXAMPLE",
  firstSeen: new Date("2026-03-01T12:00:00.900Z"),
  ...cares,
});

describe("the userIdentity of a record", () => {
  it.each([
    ["arn:aws:iam::111122223333:user/alice", "alice"],
    ["arn:aws:iam::111122223333:user/staff/berlin/bob", "bob"],
  ])("names the user %s", (arn, userName) => {
    expect(userIdentity(caller({ arn }))).toEqual({
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn,
      accountId: "111122223333",
      accessKeyId: "AKIAEXAMPLE",
      userName,
    });
  });

  it("names root by its account", () => {
    const arn = "arn:aws:iam::111122223333:root";
    expect(userIdentity(caller({ arn }))).toEqual({
      type: "Root",
      principalId: "111122223333",
      arn,
      accountId: "111122223333",
      accessKeyId: "AKIAEXAMPLE",
    });
  });

  it("names a session with the role that issued it, and since when it is", () => {
    const arn = "arn:aws:sts::111122223333:assumed-role/rotate/rekey-local-rotate";
    const principalId = "AROAEXAMPLE:rekey-local-rotate";
    expect(userIdentity(caller({ arn, principalId, accessKeyId: "ASIAEXAMPLE" }))).toEqual({
      type: "AssumedRole",
      principalId,
      arn,
      accountId: "111122223333",
      accessKeyId: "ASIAEXAMPLE",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: "AROAEXAMPLE",
          arn: "arn:aws:iam::111122223333:role/rotate",
          accountId: "111122223333",
          userName: "rotate",
        },
        attributes: { creationDate: "2026-03-01T12:00:00Z", mfaAuthenticated: "false" },
      },
    });
  });

  it("keeps the partition of the role", () => {
    const arn = "arn:aws-cn:sts::111122223333:assumed-role/rotate/one";
    expect(userIdentity(caller({ arn })).sessionContext?.sessionIssuer?.arn).toBe(
      "arn:aws-cn:iam::111122223333:role/rotate",
    );
  });
});
