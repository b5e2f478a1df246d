import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { confirm, NotConfirmedError } from "../../../../cli/key/confirm.ts";

/** A terminal at which something is typed. */
function terminal(typed: string, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  input.end(`${typed}\n`);
  return { input, output: new PassThrough() };
}

describe("what is confirmed", () => {
  it("takes the name to be typed", async () => {
    await expect(confirm("alias/prod", terminal("alias/prod"))).resolves.toBeUndefined();
  });

  it.each(["", "y", "yes", "alias/pro", "alias/prod2"])("is refused where %j is typed", async (typed) => {
    await expect(confirm("alias/prod", terminal(typed))).rejects.toThrow(NotConfirmedError);
  });

  it("is refused where nobody is there to type, whatever comes in", async () => {
    await expect(confirm("alias/prod", terminal("alias/prod", false))).rejects.toThrow(/--yes/);
  });
});
