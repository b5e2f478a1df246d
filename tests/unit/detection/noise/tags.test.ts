import { describe, expect, it } from "vitest";
import type { TagsOf } from "../../../../shared/detection/index.ts";
import { aMatch, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const tagged =
  (tags: Record<string, string>): TagsOf =>
  async (resource) =>
    resource === "111122223333/eu-central-1/prod/db" ? tags : undefined;

describe("tags of a key or secret", () => {
  it("make a finding more severe, by the step that the settings say", async () => {
    const [signal] = await evaluate(aMatch(), [event(0)], { tagsOf: tagged({ env: "prod" }) });
    expect(signal?.severity).toBe("MEDIUM");
    const settings = {
      raise: [
        { tag: "env=pr*", by: 2 },
        { tag: "pii=yes", by: 3 },
      ],
    };
    const [raised] = await evaluate(aMatch(), [event(0)], { settings, tagsOf: tagged({ env: "prod" }) });
    expect(raised?.severity).toBe("HIGH");
    const both = { settings, tagsOf: tagged({ env: "prod", pii: "yes" }) };
    expect((await evaluate(aMatch(), [event(0)], both))[0]?.severity).toBe("CRITICAL");
  });

  it("raise nothing where they differ", async () => {
    const [signal] = await evaluate(aMatch(), [event(0)], { tagsOf: tagged({ env: "dev", stage: "prod" }) });
    expect(signal?.severity).toBe("LOW");
  });

  it("may be what is allowed, together with the other conditions", async () => {
    const allow = [{ tags: ["env=dev"], userAgents: ["aws-cli/*"], reason: "a playground" }];
    const evaluating = { settings: { allow }, tagsOf: tagged({ env: "dev" }) };
    expect(await evaluate(aMatch(), [event(0)], evaluating)).toEqual([]);
    expect(await evaluate(aMatch(), [event(0, { userAgent: "other" })], evaluating)).toHaveLength(1);
    expect(
      await evaluate(aMatch(), [event(0)], { settings: { allow }, tagsOf: tagged({ env: "prod" }) }),
    ).toHaveLength(1);
  });

  it("lose no finding when they cannot be read, and somebody is told", async () => {
    const failures: unknown[] = [];
    const allow = [{ tags: ["env=dev"], reason: "a playground" }];
    const signals = await evaluate(aMatch(), [event(0)], {
      settings: { allow },
      tagsOf: async () => {
        throw new Error("throttled");
      },
      onFailure: (error) => failures.push(error),
    });
    expect(signals).toMatchObject([{ severity: "LOW" }]);
    expect(failures).not.toEqual([]);
  });
});
