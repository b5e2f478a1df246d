import { parseRegex } from "./parse.ts";
import { type Instruction, type Program, programOf } from "./program.ts";
import { requiredText } from "./required.ts";
import { isIn, lineEnds, namedSets, type Place, type RegexFlags } from "./syntax.ts";

/**
 * Makes a matcher of a regular expression that takes time in proportion to the text, whatever the expression and
 * the text: all ways to match are followed at once, none is tried after another. JavaScript's own expressions
 * may take exponential time on a text that the sender of a request chose, such as the user agent.
 *
 * @throws SigmaRefusal if it is not one of Sigma's expressions
 */
export function linearRegex(pattern: string, given: RegexFlags): (text: string) => boolean {
  const { regex, flags } = parseRegex(pattern, given);
  const program = programOf(regex);
  const takes = flags.insensitive ? insensitiveTakes : sensitiveTakes;
  const required = flags.insensitive ? "" : requiredText(regex);
  return (text) => text.includes(required) && run(program, flags, takes, text);
}

type Take = Extract<Instruction, { op: "take" }>;
type Takes = (instruction: Take, point: number) => boolean;

const sensitiveTakes: Takes = ({ set }, point) => isIn(set, point);

const insensitiveTakes: Takes = ({ set }, point) => {
  const { ranges, negated } = set;
  const character = String.fromCodePoint(point);
  const variants = [character, character.toLowerCase(), character.toUpperCase()];
  return variants.some((one) => isIn({ ranges, negated: false }, one.codePointAt(0) ?? point)) !== negated;
};

function run({ instructions, start }: Program, flags: RegexFlags, takes: Takes, text: string): boolean {
  // By instruction, the last position in the text at which it was reached: at each position, each once.
  const seen = new Int32Array(instructions.length).fill(-1);
  let arrived: number[] = [];
  for (let at = 0; ; ) {
    // The expression may begin to match anywhere.
    arrived.push(start);
    const waiting = reach(instructions, arrived, seen, at, (place) =>
      isPlace(place, text, at, flags.multiline),
    );
    const point = text.codePointAt(at);
    if (waiting === "matched") return true;
    if (point === undefined) return false;
    arrived = waiting.flatMap((instruction) => (takes(instruction, point) ? instruction.next : []));
    at += point > 0xffff ? 2 : 1;
  }
}

/** Follows all that takes no character, and tells what waits for one then. */
function reach(
  instructions: readonly Instruction[],
  open: number[],
  seen: Int32Array,
  at: number,
  holds: (place: Place) => boolean,
): Take[] | "matched" {
  const waiting: Take[] = [];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const instruction = instructions[index];
    if (!instruction || seen[index] === at) continue;
    seen[index] = at;
    if (instruction.op === "match") return "matched";
    if (instruction.op === "take") waiting.push(instruction);
    else if (instruction.op === "fork") open.push(...instruction.to);
    else if (holds(instruction.place)) open.push(instruction.next);
  }
  return waiting;
}

const word = namedSets.get("w") ?? { ranges: [], negated: false };

function isPlace(place: Place, text: string, at: number, multiline: boolean): boolean {
  if (place === "start") return at === 0 || (multiline && isLineEnd(text.charCodeAt(at - 1)));
  if (place === "end") return at === text.length || (multiline && isLineEnd(text.charCodeAt(at)));
  const before = at > 0 && isIn(word, text.charCodeAt(at - 1));
  const after = at < text.length && isIn(word, text.charCodeAt(at));
  return (before !== after) === (place === "boundary");
}

function isLineEnd(point: number): boolean {
  return isIn({ ranges: lineEnds, negated: false }, point);
}
