import type { Detection } from "../../detection.ts";
import { SigmaRefusal } from "../refusal.ts";
import type { SigmaRule } from "../rule.ts";
import type { Correlation } from "./correlation.ts";
import { countDetection, countedBy } from "./counts.ts";
import { membersOf } from "./members.ts";
import { orderedDetection, type Step } from "./ordered.ts";
import { temporalDetection } from "./temporal.ts";

/**
 * Finds what a correlation refers to.
 *
 * @throws SigmaRefusal if there is none, or it was refused
 */
export type Lookup = (reference: string) => SigmaRule | Correlation;

/**
 * Makes a detection of a correlation.
 *
 * @throws SigmaRefusal if it cannot be followed to the letter
 */
export function correlationDetection(correlation: Correlation, lookup: Lookup): Detection {
  switch (correlation.type) {
    case "event_count":
    case "value_count":
      return countDetection(correlation, membersOf(correlation, rulesOf(correlation, lookup)));
    case "temporal":
      return temporalDetection(correlation, membersOf(correlation, rulesOf(correlation, lookup)));
    case "temporal_ordered":
      return ordered(correlation, lookup);
  }
}

function rulesOf({ rules, type }: Correlation, lookup: Lookup): Map<string, SigmaRule> {
  return new Map(
    rules.map((reference) => {
      const found = lookup(reference);
      if ("type" in found)
        throw new SigmaRefusal(
          `correlation.rules: ${reference} is a correlation itself, which ${type} cannot be about; temporal_ordered can`,
        );
      return [reference, found];
    }),
  );
}

function ordered(correlation: Correlation, lookup: Lookup): Detection {
  const parts = correlation.rules.map((reference) => {
    const found = lookup(reference);
    if (!("type" in found)) return { reference, rules: new Map([[reference, found]]) };
    checkStep(reference, found, correlation);
    return { reference, rules: rulesOf(found, lookup), counts: found };
  });
  // All rules are looked at together, so that each pair of them is checked.
  const all = membersOf(correlation, new Map(parts.flatMap(({ rules }) => [...rules])));
  const steps = parts.map(({ reference, rules, counts }): Step => {
    const members = all.filter((member) => rules.has(member.reference));
    if (!counts) return { says: titleOf(members), members, ...countedBy(correlation, members) };
    const times = (counts.moreThan ?? 0) + 1;
    const says = `${times} times ${counts.header.title || reference}`;
    return { says, members, times, ...countedBy(counts, membersOf(counts, rules)) };
  });
  return orderedDetection(correlation, steps);
}

function titleOf([member]: ReturnType<typeof membersOf>): string {
  return member?.rule.header.title ?? "an event";
}

/** A step counts within the window and the groups of the whole sequence, and can have none of its own. */
function checkStep(reference: string, step: Correlation, whole: Correlation): void {
  if (step.type !== "event_count" && step.type !== "value_count")
    throw new SigmaRefusal(
      `correlation.rules: ${reference} is ${step.type}; a step can be a rule or a count`,
    );
  const same = JSON.stringify([...step.groupBy].sort()) === JSON.stringify([...whole.groupBy].sort());
  if (!same || step.windowSeconds !== whole.windowSeconds)
    throw new SigmaRefusal(
      `correlation.rules: ${reference} has another group-by or timespan; a step must have those of the whole`,
    );
}
