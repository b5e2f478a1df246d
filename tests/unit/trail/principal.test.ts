import { describe, expect, it } from "vitest";
import { principalOf, type UserIdentity } from "../../../shared/trail/index.ts";
import { aRecord } from "./a-record.ts";

const role = "arn:aws:iam::111122223333:role/app";
const session = "arn:aws:sts::111122223333:assumed-role/app/task-1";

describe("principalOf", () => {
  it.each<[string, UserIdentity, string]>([
    [
      "a user by the user's ARN",
      { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/alice", principalId: "AIDA" },
      "arn:aws:iam::111122223333:user/alice",
    ],
    [
      "root by the account's ARN",
      { type: "Root", arn: "arn:aws:iam::111122223333:root" },
      "arn:aws:iam::111122223333:root",
    ],
    [
      "a caller without an ARN by the principal id",
      { type: "AWSAccount", principalId: "AIDAFOREIGN", accountId: "999988887777" },
      "AIDAFOREIGN",
    ],
    [
      "a caller of whom nothing else is known by type and account",
      { type: "AWSAccount", accountId: "999988887777" },
      "AWSAccount:999988887777",
    ],
    [
      "a caller whose names are empty by type and account",
      { type: "AWSAccount", arn: "", principalId: "", accountId: "999988887777" },
      "AWSAccount:999988887777",
    ],
    [
      "a caller of whom nothing at all is known by type and the record's account",
      { type: "Unknown" },
      "Unknown:111122223333",
    ],
  ])("names %s", (_, userIdentity, id) => {
    expect(principalOf(aRecord({ userIdentity }))).toEqual({ id, arn: id, invokedBy: undefined });
  });

  it("counts every session of a role as the role, and keeps the session's ARN", () => {
    const userIdentity = {
      type: "AssumedRole",
      arn: session,
      sessionContext: { sessionIssuer: { arn: role } },
    };
    expect(principalOf(aRecord({ userIdentity }))).toEqual({ id: role, arn: session, invokedBy: undefined });
  });

  it("names a session by its own ARN if the role is not recorded", () => {
    const userIdentity = { type: "AssumedRole", arn: session };
    expect(principalOf(aRecord({ userIdentity })).id).toBe(session);
  });

  it("names a service by its name", () => {
    const userIdentity = { type: "AWSService", accountId: "111122223333", invokedBy: "rds.amazonaws.com" };
    expect(principalOf(aRecord({ userIdentity }))).toEqual({
      id: "rds.amazonaws.com",
      arn: "rds.amazonaws.com",
      invokedBy: "rds.amazonaws.com",
    });
  });

  it("names the service that reports an event of its own, which has no type", () => {
    const userIdentity = { accountId: "111122223333", invokedBy: "secretsmanager.amazonaws.com" };
    expect(principalOf(aRecord({ userIdentity })).id).toBe("secretsmanager.amazonaws.com");
  });

  it("names the caller, and the service that called for the caller", () => {
    const userIdentity = {
      type: "AssumedRole",
      arn: session,
      sessionContext: { sessionIssuer: { arn: role } },
      invokedBy: "secretsmanager.amazonaws.com",
    };
    expect(principalOf(aRecord({ userIdentity }))).toEqual({
      id: role,
      arn: session,
      invokedBy: "secretsmanager.amazonaws.com",
    });
  });
});
