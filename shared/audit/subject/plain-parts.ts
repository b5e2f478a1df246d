import type { AliasSpan } from "./alias-history.ts";
import type { Subject } from "./subject.ts";

/** What JSON writes as it is, whoever writes it. */
const plain = /[\w .@+:-]+/g;

/**
 * Texts of which one is in every record about a subject, as JSON: most of the others need not be read to know that they are not.
 * None where there is no such text.
 */
export function plainParts(subject: Subject | undefined, spans: readonly AliasSpan[] = []): string[] {
  const parts = partsOf(subject, spans);
  return parts.includes("") ? [] : parts;
}

function partsOf(subject: Subject | undefined, spans: readonly AliasSpan[]): string[] {
  switch (subject?.kind) {
    case undefined:
      return [];
    case "key":
      return [longestIn(subject.id)];
    case "secret":
      return [longestIn(subject.name)];
    case "alias":
      return [subject.name.replace(/^alias\//, ""), ...spans.map(({ key }) => lastOf(key))].map(longestIn);
    case "principal": {
      const { text } = subject;
      // What is no ARN and has a colon is made up of a type and an account, where a record tells no more.
      return [text.includes(":") && !text.startsWith("arn:") ? "" : longestIn(lastOf(text))];
    }
  }
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function longestIn(text: string): string {
  const parts = text.match(plain) ?? [];
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}
