import { describe, expect, it } from "vitest";
import { byService, fromConsole, isPerson, programOf } from "../../../../shared/detection/reading/index.ts";
import { aRecord } from "../../trail/a-record.ts";

describe("the program that called", () => {
  it.each([
    ["aws-cli/2.22.4 md/awscrt#0.23.4", "aws-cli"],
    ["[aws-sdk-java/2.29.1 Linux/6.1]", "aws-sdk-java"],
    ["Boto3/1.35.0 md/Botocore#1.35.0", "Boto3"],
    ["stratus-red-team_c97089f1-1ae3-4ecc-b006-f5e8fd0f2571", "stratus-red-team"],
    ["Mozilla/5.0 (X11; Linux x86_64)", "a browser"],
  ])("of %s is %s", (userAgent, program) => {
    expect(programOf(aRecord({ userAgent }))).toBe(program);
  });

  it.each([null, "", "secretsmanager.amazonaws.com", "AWS Internal"])("of %s is none", (userAgent) => {
    expect(programOf(aRecord({ userAgent }))).toBeUndefined();
  });
});

describe("a call", () => {
  it.each([
    ["a service for itself", { userIdentity: { type: "AWSService", invokedBy: "rds.amazonaws.com" } }, true],
    ["a service for somebody", { userIdentity: { type: "IAMUser", invokedBy: "s3.amazonaws.com" } }, true],
    ["a service's address alone", { sourceIPAddress: "s3.amazonaws.com" }, true],
    ["a user", {}, false],
  ])("of %s is by a service or not", (_, cares, expected) => {
    expect(byService(aRecord(cares))).toBe(expected);
  });

  it.each([
    ["the flag of console credentials", { sessionCredentialFromConsole: "true" }, true],
    ["a browser", { userAgent: "Mozilla/5.0" }, true],
    ["the console's own agent", { userAgent: "secretsmanager.console.amazonaws.com" }, true],
    ["a command line", {}, false],
  ])("with %s is from the console or not", (_, cares, expected) => {
    expect(fromConsole(aRecord(cares))).toBe(expected);
  });

  it.each([
    ["a user", { type: "IAMUser" }, true],
    [
      "single sign-on",
      { type: "AssumedRole", sessionContext: { sessionIssuer: { userName: "AWSReservedSSO_A_1" } } },
      true,
    ],
    ["a role", { type: "AssumedRole", sessionContext: { sessionIssuer: { userName: "app" } } }, false],
    ["a service", { type: "AWSService" }, false],
  ])("by %s is a person's or not", (_, userIdentity, expected) => {
    expect(isPerson(aRecord({ userIdentity }))).toBe(expected);
  });
});
