import { describe, expect, it } from "vitest";
import { grantInWords } from "../../../../cli/key/grant-in-words.ts";
import type { KeyGrant } from "../../../../shared/keys/index.ts";

const now = new Date("2026-03-01T12:00:00Z");
const grant: KeyGrant = {
  id: "abc1",
  grantee: "arn:aws:iam::111122223333:role/app",
  operations: ["Decrypt", "Encrypt"],
  isWholeContext: false,
  created: new Date("2026-02-01T12:00:00Z"),
};
const lines = (cares: Partial<KeyGrant>, use?: Parameters<typeof grantInWords>[1]) =>
  grantInWords({ ...grant, ...cares }, use, "2026-02-15T12:00:00Z", now).join("\n");

describe("a grant in words", () => {
  it("says what it permits, and under which encryption context", () => {
    expect(lines({})).toContain("role/app may Decrypt, Encrypt\n");
    expect(lines({ context: { app: "pay" } })).toContain("where the encryption context has app=pay");
    expect(lines({ context: { app: "pay" }, isWholeContext: true })).toContain(
      "where the encryption context is app=pay",
    );
  });

  it("says until when, and that it should have ended", () => {
    expect(lines({})).toContain("until it is revoked");
    expect(lines({ end: new Date("2026-03-01T13:00:00Z") })).toMatch(/until 2026-03-01/);
    expect(lines({ end: now })).toMatch(/over since 2026-03-01 .*, and not ended yet/);
  });

  it("says what is unknown as such, and takes it for nothing else", () => {
    expect(lines({})).toMatch(/made 2026-02-01 .*, by whom is unknown: the trail since 2026-02-15/);
    expect(lines({})).toMatch(/not used since 2026-02-15 .*, as far as the trail tells/);
    const lastUse = { time: "2026-02-20T12:00:00Z", operation: "Decrypt", caller: "the-caller" };
    const told = lines({}, { id: "abc1", madeBy: "the-maker", lastUse });
    expect(told).toMatch(/by the-maker\n/);
    expect(told).toMatch(/last used 2026-02-20 .*: Decrypt by the-caller$/);
  });
});
