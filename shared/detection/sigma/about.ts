import { type Severity, severities } from "../../findings/index.ts";
import type { Header } from "./header.ts";
import { SigmaRefusal } from "./refusal.ts";

/** What every detection made of a rule has. */
export interface About {
  id: string;
  title: string;
  technique: string;
  severity: Severity;
  remedy: string;
}

/**
 * What a rule's header says in a detection's terms. What a correlation does not say of itself, the rules that it is
 * about say for it.
 *
 * @throws SigmaRefusal if neither the id nor the title has a letter or digit
 */
export function aboutOf(header: Header, members: readonly Header[] = []): About {
  const all = [header, ...members];
  return {
    id: idOf(header),
    title: header.title,
    technique: all.find(({ technique }) => technique !== undefined)?.technique ?? "none",
    severity: header.severity ?? highest(members) ?? "MEDIUM",
    remedy: remedyOf(header),
  };
}

/** What a rule says it is for, in one sentence or more. */
export function purposeOf({ description, title }: Header): string {
  const text = description ?? title;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function idOf({ id, title }: Header): string {
  const slug = (id ?? title)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
  if (slug === "") throw new SigmaRefusal("it needs an id, or a title with letters");
  return `sigma/${slug}`;
}

function highest(headers: readonly Header[]): Severity | undefined {
  return severities.findLast((severity) => headers.some((header) => header.severity === severity));
}

function remedyOf({ falsePositives, references }: Header): string {
  const harmless = falsePositives.filter((text) => !/^(unknown|unlikely|none)\b/i.test(text));
  return [
    "Find out whether the principal was meant to do this, and if not, take its access away.",
    ...(harmless.length > 0 ? [`It may be harmless: ${harmless.map(withoutStop).join("; ")}.`] : []),
    ...(references.length > 0 ? [`Read: ${references.join(" , ")}`] : []),
  ].join(" ");
}

function withoutStop(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
}
