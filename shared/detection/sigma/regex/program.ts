import { SigmaRefusal } from "../refusal.ts";
import type { CharacterSet, Place, Regex } from "./syntax.ts";

/** One step of matching; where it leads is told as the index of another. */
export type Instruction =
  | { op: "take"; set: CharacterSet; next: number }
  | { op: "assert"; place: Place; next: number }
  | { op: "fork"; to: readonly number[] }
  | { op: "match" };

/** More would take too long on the long texts of a record; `{1000}` writes its body out so many times. */
const mostInstructions = 1_000;

/** A program and where it starts. */
export interface Program {
  instructions: readonly Instruction[];
  start: number;
}

/**
 * Makes a nondeterministic automaton of a regular expression (Thompson's construction).
 *
 * @throws SigmaRefusal if it would be too large
 */
export function programOf(regex: Regex): Program {
  const instructions: Instruction[] = [{ op: "match" }];
  const add = (instruction: Instruction): number => {
    if (instructions.length >= mostInstructions)
      throw new SigmaRefusal(`the expression is too large: over ${mostInstructions} steps when written out`);
    return instructions.push(instruction) - 1;
  };
  const start = build(regex, 0, add);
  return { instructions, start };
}

/** Builds from behind: `next` is where to go on after the expression. */
function build(regex: Regex, next: number, add: (instruction: Instruction) => number): number {
  switch (regex.kind) {
    case "set":
      return add({ op: "take", set: regex.set, next });
    case "place":
      return add({ op: "assert", place: regex.place, next });
    case "sequence":
      return regex.of.reduceRight((after, part) => build(part, after, add), next);
    case "choice":
      return regex.of.length === 1 && regex.of[0]
        ? build(regex.of[0], next, add)
        : add({ op: "fork", to: regex.of.map((way) => build(way, next, add)) });
    case "repeat":
      return buildRepeat(regex, next, add);
  }
}

function buildRepeat(
  { of, least, most }: Extract<Regex, { kind: "repeat" }>,
  next: number,
  add: (instruction: Instruction) => number,
): number {
  let start = next;
  if (most === Number.POSITIVE_INFINITY) {
    const ways = [next];
    start = add({ op: "fork", to: ways });
    ways.push(build(of, start, add));
  } else {
    for (let n = least; n < most; n += 1) start = add({ op: "fork", to: [next, build(of, start, add)] });
  }
  for (let n = 0; n < least; n += 1) start = build(of, start, add);
  return start;
}
