import { isScalar, LineCounter, parseAllDocuments, visit } from "yaml";
import { SigmaRefusal } from "./refusal.ts";

/** A file with rules, as read. */
export interface SigmaFile {
  /** Its path, as people are to see it. */
  file: string;
  text: string;
}

/** A larger file is no rule that a person wrote. In characters. */
export const largestFile = 500_000;

/** An alias that is taken more often makes a small file large. */
const mostAliases = 100;

/** A document of a file: a map, or why it cannot be read. */
export type SigmaDocument = ReadonlyMap<unknown, unknown> | SigmaRefusal;

/**
 * Reads the documents of a file; empty ones are left out. Maps become `Map`, in which no name has a meaning of its
 * own. A number that would be written otherwise, such as an account id that begins with 0, stays the text that it is.
 */
export function documentsOf({ text }: SigmaFile): SigmaDocument[] {
  if (text.length > largestFile)
    return [new SigmaRefusal(`the file is larger than ${largestFile} characters`)];
  const lines = new LineCounter();
  try {
    // The library's own search for repeated keys and its own wording of errors take the square of a file's length.
    const documents = parseAllDocuments(text, {
      version: "1.2",
      schema: "core",
      logLevel: "silent",
      uniqueKeys: false,
      prettyErrors: false,
      lineCounter: lines,
    });
    return [...documents].flatMap((document) => contentOf(document, lines) ?? []);
  } catch (error) {
    return [unreadable(error)];
  }
}

type Parsed = ReturnType<typeof parseAllDocuments>[number];

function contentOf(document: Parsed, lines: LineCounter): SigmaDocument | undefined {
  const [error] = document.errors;
  if (error) return unreadable(error, lines.linePos(error.pos[0]).line);
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return undefined;
  try {
    const repeated = prepare(document);
    if (repeated !== undefined) return new SigmaRefusal(`the YAML has the key ${repeated} twice in one map`);
    const content: unknown = document.toJS({ mapAsMap: true, maxAliasCount: mostAliases });
    return content instanceof Map
      ? content
      : new SigmaRefusal("the document is no map, so that it is no rule");
  } catch (error) {
    return unreadable(error);
  }
}

/** Leaves numbers as they are written, and tells a key that a map has twice. */
function prepare(document: Parsed): string | undefined {
  let repeated: string | undefined;
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "number" && node.source && String(node.value) !== node.source)
        node.value = node.source;
    },
    Map(_, node) {
      const keys = new Set<string>();
      for (const { key } of node.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name !== undefined && keys.has(name)) repeated = name;
        else if (name !== undefined) keys.add(name);
      }
    },
  });
  return repeated;
}

function unreadable(error: unknown, line?: number): SigmaRefusal {
  const where = line === undefined ? "" : ` in line ${line}`;
  return new SigmaRefusal(`the YAML cannot be read${where}: ${messageOf(error)}`);
}

function messageOf(error: unknown): string {
  const [line = ""] = error instanceof Error ? error.message.split("\n") : [];
  if (line.includes("call stack")) return "it is nested too deeply";
  return line.replace(/:$/, "");
}
