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
  content: SigmaRule | Correlation | SigmaRefusal;
}

/** The entries of some files. Two rules cannot have the same id or name: the first keeps it. */
export function entriesOf(files: readonly SigmaFile[]): Entry[] {
  const owners = new Map<string, Entry>();
  return files
    .flatMap((file) => read(file))
    .map((entry) => {
      const taken = entry.references.find((reference) => owners.has(reference));
      const owner = taken === undefined ? undefined : owners.get(taken);
      if (owner && !(entry.content instanceof SigmaRefusal))
        return {
          ...entry,
          content: new SigmaRefusal(`${taken} is already the id or name of a rule in ${owner.file}`),
        };
      if (!(entry.content instanceof SigmaRefusal))
        for (const reference of entry.references) owners.set(reference, entry);
      return entry;
    });
}

/** What to tell of an entry that is not run. */
export function refusedRule({ file, title, id }: Entry, reason: string): RefusedRule {
  return { file, ...(title !== undefined && { title }), ...(id !== undefined && { id }), reason };
}

function read(file: SigmaFile): Entry[] {
  return documentsOf(file).map((document) => {
    if (document instanceof SigmaRefusal)
      return { file: file.file, title: undefined, id: undefined, references: [], content: document };
    const [title, id, name] = ["title", "id", "name"].map((field) => textOf(document.get(field)));
    const references = [id, name].filter((reference) => reference !== undefined);
    return { file: file.file, title, id, references, content: contentOf(document) };
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

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
