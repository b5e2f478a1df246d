import { isScalar, parseAllDocuments, visit } from "yaml";
import { SigmaRefusal } from "./refusal.ts";

/** A file with rules, as read. */
export interface SigmaFile {
  /** Its path, as people are to see it. */
  file: string;
  text: string;
}

/** A larger file is no rule that a person wrote. In characters. */
export const largestFile = 1_000_000;

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
  try {
    const documents = parseAllDocuments(text, { version: "1.2", schema: "core", logLevel: "silent" });
    return [...documents].flatMap((document) => contentOf(document) ?? []);
  } catch (error) {
    return [new SigmaRefusal(`the YAML cannot be read: ${messageOf(error)}`)];
  }
}

type Parsed = ReturnType<typeof parseAllDocuments>[number];

function contentOf(document: Parsed): SigmaDocument | undefined {
  const [error] = document.errors;
  if (error) return new SigmaRefusal(`the YAML cannot be read: ${messageOf(error)}`);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "number" && node.source && String(node.value) !== node.source)
        node.value = node.source;
    },
  });
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return undefined;
  try {
    const content: unknown = document.toJS({ mapAsMap: true, maxAliasCount: mostAliases });
    return content instanceof Map
      ? content
      : new SigmaRefusal("the document is no map, so that it is no rule");
  } catch (error) {
    return new SigmaRefusal(`the YAML cannot be read: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return "it is nested too deeply";
  const [line = ""] = error instanceof Error ? error.message.split("\n") : [];
  return line.replace(/:$/, "");
}
