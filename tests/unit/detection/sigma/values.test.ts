import { describe, expect, it } from "vitest";
import { aRecord } from "../../trail/a-record.ts";
import { holds } from "./a-rule.ts";

const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] });

const record = aRecord({
  eventTime: "2026-03-01T02:30:00Z",
  sourceIPAddress: "192.0.2.7",
  userAgent: "aws-cli/2.15",
  errorCode: "AccessDenied",
  errorMessage: "",
  responseElements: null,
  readOnly: true,
  requestParameters: {
    name: "Prod\\DB",
    star: "50% of *?",
    count: 7,
    port: "443",
    user: "alice",
    keys: ["one", "two"],
    none: [],
    rules: [{ port: 22 }, { port: 443 }],
    policy,
    command: "aws -p profile",
    encoded: Buffer.from("xx curl evil").toString("base64"),
    wide: Buffer.from("curl", "utf16le").toString("base64"),
    lines: "first\nsecond",
    encryptionContext: { "a.b": "c" },
    six: "2001:db8::1",
    now: "2021-01-03T23:59:59Z",
  },
});

/** A table: an entry of a selection, its value, and whether it holds for the record. */
const table: Record<string, [string, unknown, boolean][]> = {
  "a field without modifiers is the whole text, whatever the case": [
    ["eventName", "GetSecretValue", true],
    ["eventName", "getsecretvalue", true],
    ["eventName", "GetSecret", false],
    ["eventName", ["ListSecrets", "GetSecretValue"], true],
    ["userIdentity.type", "IAMUser", true],
    ["requestParameters.absent", "x", false],
    ["requestParameters.name.deeper", "x", false],
    ["requestParameters.keys", "two", true],
    ["requestParameters.keys", "three", false],
    ["requestParameters.rules.port", 443, true],
    ["requestParameters.rules.port", 80, false],
    ["requestParameters.encryptionContext.a.b", "c", true],
  ],
  "numbers and booleans are the texts they are written as": [
    ["requestParameters.count", 7, true],
    ["requestParameters.count", "7", true],
    ["requestParameters.port", 443, true],
    ["requestParameters.count", 70, false],
    ["readOnly", true, true],
    ["readOnly", "TRUE", true],
    ["readOnly", false, false],
  ],
  "null is what is absent or null, and an empty text only an empty text": [
    ["responseElements", null, true],
    ["requestParameters.absent", null, true],
    ["errorMessage", null, false],
    ["errorMessage", "", true],
    ["responseElements", "", false],
    ["requestParameters.absent", "", false],
    ["requestParameters.none", null, false],
    ["errorCode", null, false],
  ],
  "wildcards and their escapes": [
    ["eventName", "Get*Value", true],
    ["eventName", "Get?ecretValue", true],
    ["eventName", "Get?SecretValue", false],
    ["eventName", "*", true],
    ["requestParameters.absent", "*", false],
    ["responseElements", "*", false],
    ["requestParameters.star", "50% of \\*\\?", true],
    ["requestParameters.star", "50% of ??", true],
    ["eventName", "Get\\*Value", false],
    ["requestParameters.name", "Prod\\DB", true],
    ["requestParameters.name", "Prod\\\\DB", true],
    ["requestParameters.name", "Prod\\\\*", true],
    ["requestParameters.name", "Prod\\*", false],
    ["requestParameters.name", "Prod\\\\\\DB", false],
  ],
  contains: [
    ["userAgent|contains", "CLI", true],
    ["userAgent|contains", ["boto", "cli"], true],
    ["userAgent|contains", "a*2", true],
    ["userAgent|contains", "curl", false],
    ["errorMessage|contains", "*", true],
    ["responseElements|contains", "*", false],
    ["requestParameters|contains", '"count":7', true],
    ["requestParameters|contains", '"Action":"s3:GetObject"', true],
    ["requestParameters|contains", '\\"Action\\"', true],
  ],
  "startswith and endswith": [
    ["eventName|startswith", "get", true],
    ["eventName|startswith", "secret", false],
    ["eventName|endswith", "VALUE", true],
    ["eventName|endswith", "secret", false],
    ["requestParameters.keys|startswith", "tw", true],
  ],
  all: [
    ["userAgent|contains|all", ["aws", "2.15"], true],
    ["userAgent|contains|all", ["aws", "3"], false],
    ["userAgent|all|contains", ["aws", "2.15"], true],
    ["requestParameters.keys|all", ["one", "two"], true],
    ["requestParameters.keys|all", ["one", "three"], false],
  ],
  cased: [
    ["eventName|cased", "GetSecretValue", true],
    ["eventName|cased", "getSecretValue", false],
    ["userAgent|contains|cased", "CLI", false],
    ["userAgent|contains|cased", "cli", true],
  ],
  "re, with i, m and s": [
    ["eventName|re", "^Get.+Value$", true],
    ["eventName|re", "secret", false],
    ["eventName|re|i", "secret", true],
    ["requestParameters.lines|re", "^second", false],
    ["requestParameters.lines|re|m", "^second", true],
    ["requestParameters.lines|re", "first.second", false],
    ["requestParameters.lines|re|s", "first.second", true],
    ["requestParameters.lines|re|i|s", "FIRST.second", true],
    ["requestParameters.absent|re", ".*", false],
  ],
  exists: [
    ["errorCode|exists", true, true],
    ["errorCode|exists", false, false],
    ["responseElements|exists", true, true],
    ["requestParameters.absent|exists", false, true],
    ["requestParameters.absent|exists", true, false],
    ["requestParameters.none|exists", true, true],
  ],
  cidr: [
    ["sourceIPAddress|cidr", "192.0.2.0/24", true],
    ["sourceIPAddress|cidr", ["10.0.0.0/8", "192.0.0.0/16"], true],
    ["sourceIPAddress|cidr", "10.0.0.0/8", false],
    ["eventSource|cidr", "0.0.0.0/0", false],
    ["requestParameters.count|cidr", "0.0.0.0/0", false],
    ["requestParameters.six|cidr", "2001:db8::/32", true],
    ["requestParameters.six|cidr", "0.0.0.0/0", false],
  ],
  "lt, lte, gt and gte": [
    ["requestParameters.count|lt", 8, true],
    ["requestParameters.count|lt", 7, false],
    ["requestParameters.count|lte", 7, true],
    ["requestParameters.count|gt", 6.5, true],
    ["requestParameters.count|gt", 7, false],
    ["requestParameters.count|gte", 7, true],
    ["requestParameters.port|gt", 442, true],
    ["requestParameters.rules.port|lt", 80, true],
    ["eventName|gt", 0, false],
    ["errorMessage|lt", 1, false],
    ["requestParameters.absent|lt", 1, false],
  ],
  neq: [
    ["errorCode|neq", "AccessDenied", false],
    ["errorCode|neq", "Throttling", true],
    ["errorCode|neq", ["Throttling", "accessdenied"], false],
    ["requestParameters.absent|neq", "x", true],
    ["eventName|contains|neq", "Secret", false],
    ["requestParameters.count|gt|neq", 5, false],
    ["errorCode|neq", null, true],
  ],
  fieldref: [
    ["requestParameters.user|fieldref", "userIdentity.userName", true],
    ["eventName|fieldref", "userIdentity.userName", false],
    ["userIdentity.arn|fieldref|endswith", "userIdentity.userName", true],
    ["userIdentity.arn|fieldref|startswith", "userIdentity.userName", false],
    ["requestParameters.user|fieldref|neq", "userIdentity.userName", false],
    ["requestParameters.absent|fieldref", "requestParameters.missing", false],
  ],
  "base64, base64offset and UTF-16": [
    ["requestParameters.encoded|base64", "xx curl evil", true],
    ["requestParameters.encoded|base64", "curl evil", false],
    ["requestParameters.encoded|base64offset|contains", "curl", true],
    ["requestParameters.encoded|base64offset|contains", "wget", false],
    ["requestParameters.wide|wide|base64", "curl", true],
    ["requestParameters.wide|utf16le|base64", "curl", true],
    ["requestParameters.wide|utf16be|base64", "curl", false],
    ["requestParameters.wide|utf16|base64", "curl", false],
    ["requestParameters.wide|utf16le|base64offset|contains", "curl", true],
  ],
  windash: [
    ["requestParameters.command|contains|windash", " /p ", true],
    ["requestParameters.command|windash|contains", " —p ", true],
    ["requestParameters.command|contains|windash", " /q ", false],
    ["requestParameters.command|contains", " /p ", false],
  ],
  "parts of a date, in UTC": [
    ["eventTime|hour", 2, true],
    ["eventTime|hour|lt", 6, true],
    ["eventTime|hour|gte", 6, false],
    ["eventTime|minute", 30, true],
    ["eventTime|day", 1, true],
    ["eventTime|month", 3, true],
    ["eventTime|year", 2026, true],
    ["eventTime|week", 9, true],
    ["requestParameters.now|week", 53, true],
    ["eventName|hour|gte", 0, false],
  ],
};

describe.each(Object.entries(table))("%s", (_, rows) => {
  it.each(rows)("%s: %j is %s", (entry, value, expected) => {
    expect(holds({ [entry]: value }, record)).toBe(expected);
  });
});

describe("base64offset", () => {
  it.each([0, 1, 2, 3, 4])("finds a text that begins %i bytes into another", (offset) => {
    const encoded = Buffer.from(`${"x".repeat(offset)}secret!!`).toString("base64");
    const hidden = aRecord({ requestParameters: { encoded } });
    expect(holds({ "requestParameters.encoded|base64offset|contains": "secret" }, hidden)).toBe(true);
  });
});

describe("keywords", () => {
  it.each([
    [["accessdenied"], true],
    [["nothing", "Prod"], true],
    [["get*value"], true],
    [["nothing"], false],
    [{ "|all": ["AccessDenied", "alice"] }, true],
    [{ "|all": ["AccessDenied", "bob"] }, false],
    [{ "|re": ["aws-cli/\\d"] }, true],
    [{ "|cased": ["ALICE"] }, false],
    [[443], true],
  ])("are found anywhere in a record: %j is %s", (selection, expected) => {
    expect(holds(selection, record)).toBe(expected);
  });
});

describe("a selection", () => {
  it("that is a map needs all of its entries, a list one of its maps or keywords", () => {
    const [yes, no] = [{ eventName: "GetSecretValue" }, { errorCode: "Throttling" }];
    expect(holds({ ...yes, ...no }, record)).toBe(false);
    expect(holds([yes, no], record)).toBe(true);
    expect(holds([no, "alice"], record)).toBe(true);
    expect(holds([no, "bob"], record)).toBe(false);
  });
});
