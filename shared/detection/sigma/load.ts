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
  const { entries, byReference } = entriesOf(files);
  const lookup = lookupIn(byReference);
  const made = new Map(entries.map((entry) => [entry, detectionOf(entry, lookup)]));
  const parents = parentsOf(entries, byReference);
  const owners = new Map<string, Entry>();
  const loaded: LoadedRules = { detections: [], refused: [] };
  for (const [entry, outcome] of made) {
    const refuse = (reason: string) => loaded.refused.push(refusedRule(entry, reason));
    const fate = fateOf(entry, parents, made);
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

function detectionOf({ content }: Entry, lookup: Lookup): Detection | SigmaRefusal {
  if (content instanceof SigmaRefusal) return content;
  try {
    return isCorrelation(content) ? correlationDetection(content, lookup) : matchDetection(content);
  } catch (error) {
    if (error instanceof SigmaRefusal) return error;
    throw error;
  }
}

function lookupIn(byReference: ReadonlyMap<string, Entry>): Lookup {
  return (reference) => {
    const content = byReference.get(reference)?.content;
    if (!content) throw new SigmaRefusal(`correlation.rules: no rule has the id or name ${reference}`);
    if (content instanceof SigmaRefusal)
      throw new SigmaRefusal(`correlation.rules: ${reference} was refused: ${content.message}`);
    return content;
  };
}

/** The correlations that are about each entry. */
function parentsOf(
  entries: readonly Entry[],
  byReference: ReadonlyMap<string, Entry>,
): ReadonlyMap<Entry, readonly Parent[]> {
  const parents = new Map<Entry, Parent[]>();
  for (const entry of entries) {
    const generate = isCorrelation(entry.content) && entry.content.generate;
    for (const reference of entry.about) {
      const about = byReference.get(reference);
      if (about && about !== entry) parents.set(about, [...(parents.get(about) ?? []), { entry, generate }]);
    }
  }
  return parents;
}

interface Parent {
  entry: Entry;
  generate: boolean;
}

/** A rule that a correlation is about fires by itself only if the correlation says so (`generate`). */
function fateOf(
  entry: Entry,
  parents: ReadonlyMap<Entry, readonly Parent[]>,
  made: Made,
): "fires" | "part" | SigmaRefusal {
  const mine = parents.get(entry) ?? [];
  if (mine.length === 0 || mine.some(({ generate }) => generate)) return "fires";
  const isAlive = ({ entry: parent }: Parent) =>
    !(made.get(parent) instanceof SigmaRefusal) && !(fateOf(parent, parents, made) instanceof SigmaRefusal);
  if (mine.some(isAlive)) return "part";
  const [first] = mine;
  return new SigmaRefusal(`it is only part of ${first?.entry.title ?? first?.entry.file}, which was refused`);
}

function isCorrelation(content: Entry["content"]): content is Correlation {
  return !(content instanceof SigmaRefusal) && "type" in content;
}
