import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesOf, namesWanted } from "../../../shared/audit/copy/names.ts";
import { parseResource, readEvent } from "../../../shared/audit/index.ts";
import { matches } from "../../../shared/audit/subject/matches.ts";
import { account, decrypt, keyArn, keyId, march, otherKeyArn } from "./records.ts";

const place = { period: march, events: [] };
const about = (text: string) => namesWanted({ ...place, subject: parseResource(text) });

describe("the names that events are found by", () => {
  it("are the last parts of what they are about", () => {
    expect(about(keyArn)).toEqual([keyId]);
    expect(about(keyId)).toEqual([keyId]);
    expect(about("prod/db")).toEqual(["db"]);
    const spans = [{ key: otherKeyArn }, { key: otherKeyArn }];
    const subject = parseResource("alias/prod/payroll");
    expect(namesWanted({ ...place, subject, spans })).toEqual(["payroll", otherKeyArn.split("/").at(-1)]);
  });

  it("do not tell what else is asked", () => {
    expect(namesWanted(place)).toBeUndefined();
    expect(about("prod/*")).toBeUndefined();
    expect(namesWanted({ ...place, subject: { kind: "principal", text: "app" } })).toBeUndefined();
    // Records are not kept by name.
    expect(namesWanted({ ...place, subject: parseResource(keyArn), records: true })).toBeUndefined();
  });

  it("are shared by an event and every question that it matters to", () => {
    const name = fc
      .array(fc.constantFrom("a", "b", "/", "alias/", ":key/", "-"), { maxLength: 4 })
      .map((parts) => parts.join(""));
    const arn = name.map((id) => `arn:aws:kms:eu-central-1:${account}:key/${id}`);
    const event = fc.record({
      keys: fc.array(arn, { maxLength: 2 }),
      aliases: fc.array(
        name.map((alias) => `${account}/eu-central-1/alias/${alias}`),
        { maxLength: 1 },
      ),
      secret: fc.option(
        name.map((secret) => `${account}/eu-central-1/${secret}`),
        { nil: undefined },
      ),
    });
    const subject = fc.oneof(
      name.map((id) => ({ kind: "key" as const, id })),
      name.map((id) => ({ kind: "key" as const, id, arn: `arn:aws:kms:eu-central-1:${account}:key/${id}` })),
      name.map((alias) => ({ kind: "alias" as const, name: `alias/${alias}` })),
      name.map((secret) => ({ kind: "secret" as const, name: secret, isPrefix: false })),
    );
    let [matched, unmatched] = [0, 0];
    fc.assert(
      fc.property(event, subject, arn, (resources, asked, key) => {
        const one = { ...readEvent(decrypt()), ...resources };
        const spans = asked.kind === "alias" ? [{ key }] : [];
        if (!matches(asked, spans)(one)) {
          unmatched += 1;
          return;
        }
        matched += 1;
        const names = namesOf(one);
        expect(
          namesWanted({ ...place, subject: asked, spans })?.some((wanted) => names.includes(wanted)),
        ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(matched, unmatched)).toBeGreaterThan(50);
  });
});
