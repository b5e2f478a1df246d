import type { Detection } from "../detection.ts";
import type { Correlation } from "./correlation/correlation.ts";
import { correlationDetection, type Lookup } from "./correlation/detection.ts";
import type { SigmaFile } from "./documents.ts";
import { type Entry, entriesOf, refusedRule } from "./entry.ts";
import { matchDetection } from "./match.ts";
import { type RefusedRule, SigmaRefusal } from "./refusal.ts";

/** What became of the rules in some files: each is a detection, refused, or part of a correlation alone. */
export interface LoadedRules {
  detections: Detection[];
  refused: RefusedRule[];
}

/**
 * Makes detections of Sigma's rules for `product: aws, service: cloudtrail`, as version 2.1 of its specification has
 * them. A rule that cannot be followed to the letter is refused with the reason; no file makes this throw.
 */
export function loadSigmaRules(files: readonly SigmaFile[]): LoadedRules {
  const entries = entriesOf(files);
  const made = new Map(entries.map((entry) => [entry, detectionOf(entry, entries)]));
  const owners = new Map<string, Entry>();
  const loaded: LoadedRules = { detections: [], refused: [] };
  for (const [entry, outcome] of made) {
    const refuse = (reason: string) => loaded.refused.push(refusedRule(entry, reason));
    const fate = fateOf(entry, made);
    if (outcome instanceof SigmaRefusal) refuse(outcome.message);
    else if (fate instanceof SigmaRefusal) refuse(fate.message);
    else if (fate === "fires") {
      const owner = owners.get(outcome.id);
      if (owner) refuse(`${outcome.id} is already the id of a rule in ${owner.file}; give it an id`);
      else loaded.detections.push(outcome);
      owners.set(outcome.id, owner ?? entry);
    }
  }
  return loaded;
}

type Made = ReadonlyMap<Entry, Detection | SigmaRefusal>;

function detectionOf({ content }: Entry, entries: readonly Entry[]): Detection | SigmaRefusal {
  if (content instanceof SigmaRefusal) return content;
  try {
    return isCorrelation(content)
      ? correlationDetection(content, lookupIn(entries))
      : matchDetection(content);
  } catch (error) {
    if (error instanceof SigmaRefusal) return error;
    throw error;
  }
}

function lookupIn(entries: readonly Entry[]): Lookup {
  return (reference) => {
    const called = entries.filter(({ references }) => references.includes(reference));
    for (const { content } of called) if (!(content instanceof SigmaRefusal)) return content;
    const [refused] = called;
    throw new SigmaRefusal(
      refused?.content instanceof SigmaRefusal
        ? `correlation.rules: ${reference} was refused: ${refused.content.message}`
        : `correlation.rules: no rule has the id or name ${reference}`,
    );
  };
}

/** A rule that a correlation is about fires by itself only if the correlation says so (`generate`). */
function fateOf(entry: Entry, made: Made): "fires" | "part" | SigmaRefusal {
  const parents = [...made.keys()].flatMap((other) => {
    const { content } = other;
    const isParent = isCorrelation(content) && content.rules.some((one) => entry.references.includes(one));
    return isParent && other !== entry ? [{ entry: other, content }] : [];
  });
  if (parents.length === 0 || parents.some(({ content }) => content.generate)) return "fires";
  const alive = parents.some(
    ({ entry: parent }) =>
      !(made.get(parent) instanceof SigmaRefusal) && !(fateOf(parent, made) instanceof SigmaRefusal),
  );
  if (alive) return "part";
  const [parent] = parents;
  return new SigmaRefusal(
    `it is only part of ${parent?.entry.title ?? parent?.entry.file}, which was refused`,
  );
}

function isCorrelation(content: Entry["content"]): content is Correlation {
  return !(content instanceof SigmaRefusal) && "type" in content;
}
