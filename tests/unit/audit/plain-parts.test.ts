import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainParts } from "../../../shared/audit/subject/plain-parts.ts";
import { parseResource } from "../../../shared/audit/subject/subject.ts";
import { keyArn, keyId, otherKeyArn, roleArn, secretArn } from "./records.ts";

describe("the texts that every record about a subject has", () => {
  it("are the key's id, the longest part of the secret's name, the alias and its keys, the principal's name", () => {
    expect(plainParts(parseResource(keyArn))).toEqual([keyId]);
    expect(plainParts(parseResource(keyId))).toEqual([keyId]);
    expect(plainParts(parseResource(secretArn))).toEqual(["prod"]);
    expect(plainParts(parseResource("alias/db"), [{ key: keyArn }, { key: otherKeyArn }])).toEqual([
      "db",
      keyId,
      otherKeyArn.slice(-36),
    ]);
    expect(plainParts({ kind: "principal", text: roleArn })).toEqual(["app"]);
  });

  it("are none where there is no such text: for all secrets, a made-up principal, a name that JSON writes otherwise", () => {
    expect(plainParts(parseResource("*"))).toEqual([]);
    expect(plainParts({ kind: "principal", text: "AWSAccount:111122223333" })).toEqual([]);
    expect(plainParts({ kind: "secret", name: "ü", isPrefix: false })).toEqual([]);
    expect(plainParts(undefined)).toEqual([]);
  });

  it("are in the name as JSON writes it, also with all that is not ASCII and slashes escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const escaped = JSON.stringify(name)
          .replaceAll("/", "\\/")
          .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
        for (const part of plainParts({ kind: "secret", name, isPrefix: false })) {
          expect(escaped).toContain(part);
        }
      }),
    );
  });
});
