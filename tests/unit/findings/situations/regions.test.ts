import { describe, expect, it } from "vitest";
import { memorySituations, type SituationStore, situations } from "../../../../shared/findings/index.ts";
import { aSignal, moment } from "./a-signal.ts";

const ofOneRegion = (): SituationStore => ({ ...memorySituations(), regions: "apart" });

const principal = "arn:aws:iam::111122223333:user/mallory";
const inRegion = (second: number, region: string, entity = principal) => aSignal(second, { region, entity });

describe("what a principal does in several regions", () => {
  const signals = [inRegion(0, "eu-central-1"), inRegion(60, "us-east-1"), inRegion(120, "eu-central-1")];

  it("is one situation where one place sees them all, in whatever order it is seen", async () => {
    for (const order of [signals, signals.toReversed()]) {
      const { merge } = situations(memorySituations());
      const findings = [];
      for (const signal of order) findings.push(...(await merge([signal], moment(200))));
      expect(new Set(findings.map(({ id }) => id)).size).toBe(1);
      expect(findings.at(-1)).toMatchObject({ count: 3, revision: 3 });
    }
  });

  it("is told apart where each region is seen from another place", async () => {
    const { merge } = situations(ofOneRegion());
    const findings = await merge(signals, moment(200));
    expect(findings.map(({ region, count }) => [region, count]).sort()).toEqual([
      ["eu-central-1", 2],
      ["us-east-1", 1],
    ]);
  });

  it("is another thing than what happens to a key, whose finding is the same wherever it is seen from", async () => {
    const key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const signal = inRegion(0, "eu-central-1", key);
    const [together] = await situations(memorySituations()).merge([signal], moment(0));
    const [apart] = await situations(ofOneRegion()).merge([signal], moment(0));
    expect(together?.id).toBe(apart?.id);
  });
});
