import { describe, expect, it } from "vitest";
import { searchOf, type Wish } from "../../../../shared/report/page/search.ts";
import { decrypt, keyArn, kmsCall, read, session } from "../../audit/records.ts";
import { gathered } from "../gathered.ts";

const report = await gathered([
  decrypt({ userIdentity: session("one"), sourceIPAddress: "198.51.100.9" }),
  read("prod/db"),
  read("prod/mail", { userIdentity: session("one") }),
  kmsCall("DisableKey", { requestParameters: { keyId: keyArn }, userAgent: "Boto3/1.34" }),
]);
const search = searchOf(report);

const found = (text: string, kind: Wish["kind"] = "all") => {
  const { resources, pairs, findings, rotation, none } = search({ text, kind });
  return {
    resources: resources.map(({ label }) => label).sort(),
    pairs: pairs.length,
    findings: findings.length,
    rotation: rotation.map(({ label }) => label),
    none,
  };
};

describe("the search of a report's page", () => {
  it("gives all where nothing is looked for", () => {
    expect(found(" ")).toMatchObject({ pairs: 3, findings: 1, rotation: ["prod/db", "prod/mail"] });
    expect(found("").none).toBeUndefined();
  });

  it("takes all words, whatever their case and order", () => {
    expect(found("MAIL prod").resources).toEqual(["prod/mail"]);
    expect(found("mail db")).toMatchObject({ resources: [], pairs: 0, rotation: [] });
  });

  it("finds keys and secrets by who used them, from where and how", () => {
    expect(found("role/service/app").resources).toHaveLength(2);
    expect(found("alice").resources).toEqual(["prod/db"]);
    expect(found("198.51.100.9 decrypt").pairs).toBe(1);
  });

  it("finds findings by what they are about, who did it and with what", () => {
    for (const text of [keyArn, "boto3", "high", "disablekey"]) expect(found(text).findings).toBe(1);
    expect(found("prod/db").findings).toBe(0);
  });

  it("leaves the other kind out", () => {
    expect(found("", "secret").resources).toEqual(["prod/db", "prod/mail"]);
    expect(found("", "key").pairs).toBe(1);
  });

  it("says that nothing matches only where something was looked for", () => {
    expect(found("nothing like it").none).toBe("Nothing matches the search.");
    expect(found("", "key").none).toBe("Nothing matches the search.");
  });
});
