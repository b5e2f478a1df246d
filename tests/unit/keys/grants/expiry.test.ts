import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOf, nameUntil } from "../../../../shared/keys/grants/expiry.ts";

describe("the end of a grant", () => {
  it("stands in its name to the second, in characters that KMS takes", () => {
    const years = { min: new Date("2020-01-01T00:00:00Z"), max: new Date("2099-12-31T00:00:00Z") };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (end) => {
        const name = nameUntil(end);
        expect(name).toMatch(/^[a-zA-Z0-9:/_-]{1,256}$/);
        expect(endOf(name)?.getTime()).toBe(Math.floor(end.getTime() / 1_000) * 1_000);
      }),
    );
  });

  it.each([
    [undefined],
    [""],
    ["rekey-1a2b3c"],
    ["rekey-until-2026-99-99T99:99:99Z"],
    ["rekey-until-2026-03-01"],
    ["my-rekey-until-2026-03-01T00:00:00Z"],
    ["rekey-until-2026-03-01T00:00:00Z-and-more"],
  ])("is not read out of %j", (name) => {
    expect(endOf(name)).toBeUndefined();
  });
});
