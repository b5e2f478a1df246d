import { type Correlation, correlationOf } from "./correlation/correlation.ts";
import { documentsOf, type SigmaFile } from "./documents.ts";
import { type RefusedRule, SigmaRefusal } from "./refusal.ts";
import { ruleOf, type SigmaRule } from "./rule.ts";

/** One document of a file, and what it says or why it was refused. */
export interface Entry {
  file: string;
  title: string | undefined;
  id: string | undefined;
  /** What correlations call it by: its id and its name. */
  references: readonly string[];
  /** The ids and names of the rules that it is a correlation about, even if it is refused. */
  about: readonly string[];
  content: SigmaRule | Correlation | SigmaRefusal;
}

/**
 * The entries of some files, and which is meant by an id or name. Two rules cannot have the same: the first that is
 * not refused keeps it.
 */
export function entriesOf(files: readonly SigmaFile[]): {
  entries: Entry[];
  byReference: ReadonlyMap<string, Entry>;
} {
  const byReference = new Map<string, Entry>();
  const entries = files.flatMap(read).map((entry) => {
    const taken = entry.references.find((reference) => isRun(byReference.get(reference)));
    const kept =
      taken === undefined || !isRun(entry) ? entry : { ...entry, content: secondOf(taken, byReference) };
    for (const reference of entry.references)
      if (!isRun(byReference.get(reference))) byReference.set(reference, kept);
    return kept;
  });
  return { entries, byReference };
}

function secondOf(reference: string, byReference: ReadonlyMap<string, Entry>): SigmaRefusal {
  return new SigmaRefusal(
    `${reference} is already the id or name of a rule in ${byReference.get(reference)?.file}`,
  );
}

function isRun(entry: Entry | undefined): boolean {
  return entry !== undefined && !(entry.content instanceof SigmaRefusal);
}

/** What to tell of an entry that is not run. */
export function refusedRule({ file, title, id }: Entry, reason: string): RefusedRule {
  return { file, ...(title !== undefined && { title }), ...(id !== undefined && { id }), reason };
}

function read(file: SigmaFile): Entry[] {
  return documentsOf(file).map((document) => {
    if (document instanceof SigmaRefusal)
      return {
        file: file.file,
        title: undefined,
        id: undefined,
        references: [],
        about: [],
        content: document,
      };
    const [title, id, name] = ["title", "id", "name"].map((field) => textOf(document.get(field)));
    const references = [id, name].filter((reference) => reference !== undefined);
    const about = rulesNamed(document.get("correlation"));
    return { file: file.file, title, id, references, about, content: contentOf(document) };
  });
}

function contentOf(document: ReadonlyMap<unknown, unknown>): Entry["content"] {
  try {
    if (document.has("action"))
      throw new SigmaRefusal("action: collections are no longer part of Sigma; write each rule out");
    if (document.has("filter"))
      throw new SigmaRefusal("filter: filters are not applied; write them into the rules");
    return document.has("correlation") ? correlationOf(document) : ruleOf(document);
  } catch (error) {
    if (error instanceof SigmaRefusal) return error;
    throw error;
  }
}

function rulesNamed(correlation: unknown): readonly string[] {
  const rules: unknown = correlation instanceof Map ? correlation.get("rules") : [];
  return [rules].flat().filter((rule) => typeof rule === "string");
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
