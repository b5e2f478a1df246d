import type { Regex } from "./syntax.ts";

/**
 * The longest text that everything an expression matches has in it; empty if none is known. To look for it first is
 * much cheaper than to match.
 */
export function requiredText(regex: Regex): string {
  let longest = "";
  let run = "";
  for (const part of inOrder(regex)) {
    const character = characterOf(part);
    // A place takes no character: what stands before and behind it is adjacent.
    if (part.kind === "place") continue;
    run = character === undefined ? "" : run + character;
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

/** The parts that follow each other; groups without alternatives are opened. */
function inOrder(regex: Regex): readonly Regex[] {
  if (regex.kind === "sequence") return regex.of.flatMap(inOrder);
  if (regex.kind === "choice" && regex.of.length === 1) return regex.of.flatMap(inOrder);
  return [regex];
}

function characterOf(regex: Regex): string | undefined {
  if (regex.kind !== "set" || regex.set.negated) return undefined;
  const [only, ...more] = regex.set.ranges;
  return only && more.length === 0 && only[0] === only[1] ? String.fromCodePoint(only[0]) : undefined;
}
