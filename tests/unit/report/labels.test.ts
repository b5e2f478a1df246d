import { describe, expect, it } from "vitest";
import { keyNamed, principalNamed, resourceNamed } from "../../../shared/report/labels.ts";
import { keyArn, keyId } from "../audit/records.ts";

describe("a report's short names", () => {
  it.each([
    ["arn:aws:iam::111122223333:role/service/app", "app"],
    ["arn:aws:iam::111122223333:user/alice", "alice"],
    ["arn:aws:iam::111122223333:root", "root"],
    [
      "arn:aws:iam::111122223333:role/aws-reserved/AWSReservedSSO_Developer_0123456789abcdef",
      "Developer (SSO)",
    ],
    ["arn:aws:sts::111122223333:federated-user/bob", "bob"],
    ["s3.amazonaws.com", "s3.amazonaws.com"],
    ["", ""],
  ])("of the principal %s: %s", (arn, label) => {
    expect(principalNamed(arn).label).toBe(label);
  });

  it("of a session: its role, and the session", () => {
    expect(principalNamed("arn:aws:sts::111122223333:assumed-role/app/i-0123")).toEqual({
      label: "app",
      session: "i-0123",
      account: "111122223333",
    });
  });

  it.each([
    [
      "111122223333/eu-central-1/prod/db",
      { label: "prod/db", account: "111122223333", region: "eu-central-1" },
    ],
    ["111122223333/eu-isoe-west-1/a", { label: "a", account: "111122223333", region: "eu-isoe-west-1" }],
    ["arn:aws:s3:::bucket", { label: "bucket", account: "", region: "" }],
    ["<script>", { label: "<script>", account: "", region: "" }],
  ])("of what is named %s", (name, named) => {
    expect(resourceNamed(name)).toEqual(named);
  });

  it("of a key: its alias, else its id", () => {
    const place = { account: "111122223333", region: "eu-central-1" };
    expect(keyNamed(keyArn)).toEqual({ label: keyId, ...place });
    expect(keyNamed(keyArn, "alias/a")).toEqual({ label: "alias/a", ...place });
  });
});
