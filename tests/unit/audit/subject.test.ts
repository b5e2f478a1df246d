import { describe, expect, it } from "vitest";
import { parseResource, UnknownSubjectError } from "../../../shared/audit/index.ts";
import { keyArn, keyId, secretArn } from "./records.ts";

describe("what a question is about", () => {
  it.each([
    [keyId, { kind: "key", id: keyId }],
    [keyArn, { kind: "key", id: keyId, arn: keyArn }],
    ["mrk-1234abcd12ab34cd56ef1234567890ab", { kind: "key", id: "mrk-1234abcd12ab34cd56ef1234567890ab" }],
    ["alias/payroll", { kind: "alias", name: "alias/payroll" }],
    [
      "arn:aws:kms:eu-central-1:111122223333:alias/a/b",
      { kind: "alias", name: "alias/a/b", account: "111122223333", region: "eu-central-1" },
    ],
    ["prod/db", { kind: "secret", name: "prod/db", isPrefix: false }],
    ["prod/*", { kind: "secret", name: "prod/", isPrefix: true }],
    [
      secretArn,
      {
        kind: "secret",
        name: "prod/db",
        isPrefix: false,
        arn: secretArn,
        account: "111122223333",
        region: "eu-central-1",
      },
    ],
  ])("is told by %s", (text, subject) => {
    expect(parseResource(text)).toEqual(subject);
  });

  it.each(["", "arn:aws:s3:::bucket", "arn:aws:kms:eu-central-1:111122223333:grant/1", "arn:"])(
    "is not told by %j",
    (text) => {
      expect(() => parseResource(text)).toThrow(UnknownSubjectError);
    },
  );
});
