import type { Detection } from "../detection.ts";

/** When a detection fires, in words: its kind, with its numbers. */
export function whenItFires(detection: Detection): string {
  switch (detection.kind) {
    case "match":
      return "On every such event.";
    case "threshold":
      return `On more than ${number(detection.threshold)} ${detection.distinct ? "different ones" : "events"} within ${duration(detection.windowSeconds)}.`;
    case "first-seen":
      return `On what was not seen for ${detection.forgetDays} days${detection.learningDays > 0 ? `; nothing is new in the first ${detection.learningDays} days` : ""}.`;
    case "rate":
      return `On ${number(detection.minimum)} events within an hour or more, if they are ${detection.factor} times what the past lets expect; not in the first ${detection.learningDays} days.`;
    case "sequence":
      return `When somebody ${detection.steps.map(({ says }) => says).join(", then ")}, within ${duration(detection.windowSeconds)}.`;
    case "absence":
      return "When what was promised did not come in time.";
  }
}

/** Which events a detection wants, in words. */
export function whatItWatches({ wants }: Detection): string {
  return wants.map(({ source, names }) => `${source}: ${names ? names.join(", ") : "all events"}`).join("; ");
}

function number(value: number): string {
  return value.toLocaleString("en");
}

/** A duration in the largest unit that it is a whole number of. */
export function duration(seconds: number): string {
  const units: [number, string][] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const [size, unit] = units.find(([length]) => seconds % length === 0) ?? [1, "second"];
  const count = seconds / size;
  return count === 1 ? (unit === "hour" ? "an hour" : `a ${unit}`) : `${count} ${unit}s`;
}
