import { describe, expect, it } from "vitest";
import { DeadlineError, waitFor } from "../../../local/wait-for.ts";

const options = { what: "the end of the world", seconds: 60, everyMs: 1 };

describe("waitFor", () => {
  it("asks until there is an answer, and gives it", async () => {
    let asked = 0;
    const answer = await waitFor(() => {
      asked += 1;
      return asked === 3 ? "here" : undefined;
    }, options);
    expect([answer, asked]).toEqual(["here", 3]);
  });

  it.each([0, "", false, null])("takes %j for an answer", async (answer) => {
    expect(await waitFor(async () => answer, options)).toBe(answer);
  });

  it("says what it waited for in vain, and how long", async () => {
    const waiting = waitFor(() => undefined, { ...options, seconds: 0.01 });
    await expect(waiting).rejects.toThrow(DeadlineError);
    await expect(waiting).rejects.toThrow("Waited 0.01 s in vain for the end of the world.");
  });

  it("asks at least once, however short the time", async () => {
    expect(await waitFor(() => "here", { ...options, seconds: 0 })).toBe("here");
  });

  it("gives up at once on the asker's own error", async () => {
    const failing = () => Promise.reject(new Error("broken"));
    await expect(waitFor(failing, options)).rejects.toThrow("broken");
  });

  it("stops when it is told to, while it pauses", async () => {
    const stop = new AbortController();
    const waiting = waitFor(
      () => {
        stop.abort(new Error("enough"));
        return undefined;
      },
      { ...options, everyMs: 60_000, signal: stop.signal },
    );
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });

  it("does not ask if it was told to stop before", async () => {
    const asking = () => Promise.reject(new Error("was asked"));
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(waitFor(asking, { ...options, signal })).rejects.toThrow("enough");
  });
});
