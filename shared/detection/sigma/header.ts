import * as z from "zod";
import type { Severity } from "../../findings/index.ts";
import { SigmaRefusal } from "./refusal.ts";

const text = z.string().trim().min(1);
/** One text where there should be a list is common. */
const texts = z
  .union([z.array(z.union([z.string(), z.number()])), z.string()])
  .nullish()
  .transform((given) => (Array.isArray(given) ? given.map(String) : given ? [given] : []));

const levels = ["informational", "low", "medium", "high", "critical"] as const;

const severityOf: Record<(typeof levels)[number], Severity> = {
  informational: "INFORMATIONAL",
  low: "LOW",
  medium: "MEDIUM",
  high: "HIGH",
  critical: "CRITICAL",
};

const fieldsSchema = z.object({
  title: text.max(256).optional(),
  id: text.optional(),
  name: text.optional(),
  status: z.enum(["stable", "test", "experimental", "deprecated", "unsupported"]).nullish(),
  taxonomy: z.literal("sigma", "only the taxonomy sigma is known").nullish(),
  description: z.string().nullish(),
  references: texts,
  falsepositives: texts,
  tags: texts,
  level: z.enum(levels).nullish(),
  generate: z.boolean().nullish(),
});

/** What a rule says about itself. */
export interface Header {
  title: string;
  id: string | undefined;
  name: string | undefined;
  /** Undefined where no level is given. */
  severity: Severity | undefined;
  /** The first ATT&CK technique of its tags. */
  technique: string | undefined;
  description: string | undefined;
  references: readonly string[];
  falsePositives: readonly string[];
  generate: boolean;
}

/**
 * Reads what a rule says about itself.
 *
 * @throws SigmaRefusal if something is wrong with it, or the rule says that it is not to be used
 */
export function headerOf(document: ReadonlyMap<unknown, unknown>): Header {
  const fields = parsed(fieldsSchema, document);
  const { status, title, id, name, level, tags, description, references, falsepositives, generate } = fields;
  if (status === "deprecated" || status === "unsupported") throw new SigmaRefusal(`its status is ${status}`);
  const known = title ?? name ?? id;
  if (known === undefined) throw new SigmaRefusal("it has no title");
  return {
    title: known,
    id,
    name,
    severity: level ? severityOf[level] : undefined,
    technique: techniqueOf(tags),
    description: description?.replaceAll(/\s+/g, " ").trim() || undefined,
    references,
    falsePositives: falsepositives,
    generate: generate ?? false,
  };
}

/**
 * Reads a map of a rule by a schema.
 *
 * @param name what the map is called in the rule; the rule itself if absent
 * @throws SigmaRefusal naming the field that is wrong
 */
export function parsed<Output>(
  schema: z.ZodType<Output>,
  map: ReadonlyMap<unknown, unknown>,
  name?: string,
): Output {
  const result = schema.safeParse(Object.fromEntries(map));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SigmaRefusal(`${[name, ...(issue?.path ?? [])].filter(Boolean).join(".")}: ${issue?.message}`);
}

function techniqueOf(tags: readonly string[]): string | undefined {
  for (const tag of tags) {
    const [, technique] = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag) ?? [];
    if (technique) return technique.toUpperCase();
  }
  return undefined;
}
