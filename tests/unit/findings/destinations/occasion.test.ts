import { describe, expect, it } from "vitest";
import { type Audience, type Finding, occasionOf } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";

const people: Audience = { kind: "people", minimumSeverity: "INFORMATIONAL", closings: true };

/** What of some revisions, in the order in which they come, is sent: each occasion once. */
function sent(audience: Audience, revisions: readonly Partial<Finding>[]): number[] {
  const occasions = new Set<string>();
  return revisions.flatMap((cares, n) => {
    const occasion = occasionOf(aFinding({ revision: n + 1, ...cares }), audience);
    if (occasion === undefined || occasions.has(occasion)) return [];
    occasions.add(occasion);
    return [n];
  });
}

const begun = { status: "NEW", severity: "MEDIUM" } as const;
const seen = { status: "UPDATED", severity: "MEDIUM" } as const;
const risen = { status: "UPDATED", severity: "HIGH" } as const;
const over = { status: "CLOSED", severity: "HIGH" } as const;

describe("people hear of a finding", () => {
  it("when it begins, when it gets more severe, and when it is over", () => {
    expect(sent(people, [begun, seen, seen, risen, risen, over])).toEqual([0, 3, 5]);
  });

  it("not that it is over, where they do not want to", () => {
    expect(sent({ ...people, closings: false }, [begun, risen, over])).toEqual([0, 1]);
  });

  it("by the next revision where the first one got lost", () => {
    expect(sent(people, [seen, seen])).toEqual([0]);
    expect(sent({ ...people, closings: false }, [over])).toEqual([0]);
  });

  it("once where a revision comes again", () => {
    const again = { ...begun, revision: 1 };
    expect(sent(people, [again, again, again])).toEqual([0]);
    const overAgain = { ...over, revision: 4 };
    expect(sent(people, [begun, overAgain, overAgain])).toEqual([0, 1]);
  });

  it("from the severity on that they want", () => {
    expect(sent({ ...people, minimumSeverity: "HIGH" }, [begun, seen, risen, over])).toEqual([2, 3]);
  });

  it("not as closed where another finding continues it", () => {
    expect(sent(people, [begun, { ...over, supersededBy: "other" }])).toEqual([0]);
  });
});

describe("programs hear of a finding", () => {
  const programs: Audience = { kind: "programs", minimumSeverity: "MEDIUM", closings: false };

  it("with each revision, once", () => {
    expect(sent(programs, [begun, seen, seen, risen, { ...over, supersededBy: "x" }])).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(
      sent(programs, [
        { ...seen, revision: 2 },
        { ...seen, revision: 2 },
      ]),
    ).toEqual([0]);
  });

  it("from the severity on that they want", () => {
    expect(sent(programs, [{ severity: "LOW" }, { severity: "MEDIUM" }])).toEqual([1]);
  });
});
