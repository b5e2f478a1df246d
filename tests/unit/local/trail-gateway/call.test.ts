import type { IncomingHttpHeaders } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callOf, isRecorded } from "../../../../local/trail-gateway/call.ts";

const signed = (service: string, region = "eu-central-1") =>
  `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260301/${region}/${service}/aws4_request, SignedHeaders=host, Signature=f00`;

const parse = (headers: IncomingHttpHeaders, body = "", url = "/") =>
  callOf({ url, headers }, Buffer.from(body), "::ffff:192.0.2.7");

describe("a call", () => {
  it.each([
    ["TrentService.Decrypt", "kms.amazonaws.com", "Decrypt"],
    ["secretsmanager.GetSecretValue", "secretsmanager.amazonaws.com", "GetSecretValue"],
    ["AmazonSSM.GetParameter", "ssm.amazonaws.com", "GetParameter"],
    ["CloudTrail_20131101.LookupEvents", "cloudtrail.amazonaws.com", "LookupEvents"],
    [
      "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StopLogging",
      "cloudtrail.amazonaws.com",
      "StopLogging",
    ],
  ])("is told by its target %s", (target, eventSource, eventName) => {
    const headers = {
      "x-amz-target": target,
      authorization: signed("kms"),
      "x-amz-security-token": "token",
      "user-agent": "aws-cli/2.15",
    };
    expect(isRecorded({ headers })).toBe(true);
    expect(parse(headers, '{"KeyId":"alias/payroll"}')).toEqual({
      eventSource,
      eventName,
      region: "eu-central-1",
      accessKeyId: "AKIAEXAMPLE",
      sessionToken: "token",
      userAgent: "aws-cli/2.15",
      sourceIPAddress: "192.0.2.7",
      request: { KeyId: "alias/payroll" },
    });
  });

  it("of STS is told by its form, with its one number as a number", () => {
    const headers = { authorization: signed("sts", "us-east-1") };
    const form = "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&DurationSeconds=900";
    expect(isRecorded({ headers })).toBe(true);
    expect(parse(headers, form)).toMatchObject({
      eventSource: "sts.amazonaws.com",
      eventName: "AssumeRole",
      region: "us-east-1",
      request: { RoleArn: "arn:aws:iam::1:role/r", DurationSeconds: 900 },
    });
  });

  it("of STS is told by its address where it is presigned", () => {
    const query = new URLSearchParams({
      Action: "GetCallerIdentity",
      "X-Amz-Credential": "AKIAEXAMPLE/20260301/eu-west-1/sts/aws4_request",
      "X-Amz-Security-Token": "token",
    });
    const url = `/?${query}`;
    expect(isRecorded({ url, headers: {} })).toBe(true);
    expect(parse({}, "", url)).toMatchObject({
      eventName: "GetCallerIdentity",
      region: "eu-west-1",
      accessKeyId: "AKIAEXAMPLE",
      sessionToken: "token",
    });
  });

  it.each([
    ["S3", { authorization: signed("s3") }],
    ["DynamoDB", { "x-amz-target": "DynamoDB_20120810.GetItem", authorization: signed("dynamodb") }],
    ["nobody", {}],
  ])("of %s is none that is recorded", (_, headers) => {
    expect(isRecorded({ headers })).toBe(false);
  });

  it.each([
    ["no signature", undefined],
    ["a signature without a credential", "AWS4-HMAC-SHA256 Signature=f00"],
    ["a credential that is cut off", "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260301/eu"],
    ["another scheme", "Bearer abc"],
  ])("with %s is recorded all the same, of an unknown caller", (_, authorization) => {
    const headers = { "x-amz-target": "TrentService.ListKeys", ...(authorization ? { authorization } : {}) };
    expect(parse(headers, "{}")).toMatchObject({ accessKeyId: "", region: "us-east-1" });
  });

  it.each(["", "{", "[1]", '"text"', "null", "\u0000"])("with the body %j has no parameters", (body) => {
    expect(parse({ "x-amz-target": "TrentService.ListKeys" }, body)?.request).toEqual({});
  });

  it.each([
    ["no operation", { "x-amz-target": "TrentService." }, ""],
    ["an operation that is no name", { "x-amz-target": "TrentService.../Decrypt" }, ""],
    ["a form without an action", { authorization: signed("sts") }, "Version=2011-06-15"],
    ["an action that is no name", { authorization: signed("sts") }, "Action=%00"],
  ])("with %s is none", (_, headers, body) => {
    expect(parse(headers, body)).toBeUndefined();
  });

  it("is parsed, or not, whatever comes in", () => {
    const target = fc.oneof(
      fc.string(),
      fc.string().map((name) => `TrentService.${name}`),
    );
    const authorization = fc.oneof(
      fc.string(),
      fc.string().map((text) => `Credential=${text}`),
      fc.constant(signed("sts")),
    );
    fc.assert(
      fc.property(target, authorization, fc.uint8Array(), fc.string(), (name, signature, body, url) => {
        const headers = { "x-amz-target": name, authorization: signature };
        isRecorded({ url, headers });
        const call = callOf({ url, headers }, Buffer.from(body), "");
        if (call) expect(call.eventName).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      }),
    );
  });
});
