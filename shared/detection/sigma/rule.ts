import * as z from "zod";
import type { CloudTrailRecord, WantedEvents } from "../../trail/index.ts";
import { parseCondition } from "./condition/parse.ts";
import { type Expression, predicateOf } from "./expression.ts";
import { type Header, headerOf, parsed } from "./header.ts";
import { SigmaRefusal } from "./refusal.ts";
import { selectionOf } from "./selection.ts";
import { wantsOf } from "./wants.ts";

/** A rule about single events. */
export interface SigmaRule {
  header: Header;
  wants: readonly WantedEvents[];
  matches(record: CloudTrailRecord): boolean;
}

const logsourceSchema = z.object({
  product: z.string().nullish(),
  service: z.string().nullish(),
  category: z.string().nullish(),
});

const conditionSchema = z.union([z.string(), z.array(z.string()).min(1)]);

/**
 * Makes a rule about single events of its document.
 *
 * @throws SigmaRefusal if it is not about CloudTrail, or cannot be followed to the letter
 */
export function ruleOf(document: ReadonlyMap<unknown, unknown>): SigmaRule {
  const header = headerOf(document);
  checkLogsource(document.get("logsource"));
  const expression = expressionOf(document.get("detection"));
  return { header, wants: wantsOf(expression), matches: predicateOf(expression) };
}

/**
 * What a rule's `detection` says.
 *
 * @param detection as the YAML has it, maps as `Map`
 * @throws SigmaRefusal naming what is wrong
 */
export function expressionOf(detection: unknown): Expression {
  if (!(detection instanceof Map)) throw new SigmaRefusal("detection: it must be a map");
  const selections = new Map<string, Expression>();
  for (const [name, given] of detection) {
    if (name !== "condition" && name !== "timeframe")
      selections.set(String(name), named(String(name), given));
  }
  if (detection.has("timeframe"))
    throw new SigmaRefusal("detection.timeframe: it is no longer part of Sigma; write a correlation");
  const condition = conditionSchema.safeParse(detection.get("condition"));
  if (!condition.success)
    throw new SigmaRefusal("detection.condition: it must be a text, or a list of texts");
  const conditions = typeof condition.data === "string" ? [condition.data] : condition.data;
  return { kind: "or", of: conditions.map((one) => parseCondition(one, selections)) };
}

function named(name: string, given: unknown): Expression {
  try {
    return selectionOf(given);
  } catch (error) {
    if (error instanceof SigmaRefusal) throw new SigmaRefusal(`detection.${name}: ${error.message}`);
    throw error;
  }
}

function checkLogsource(given: unknown): void {
  if (!(given instanceof Map)) throw new SigmaRefusal("logsource: it is missing");
  const { product, service, category } = parsed(logsourceSchema, given, "logsource");
  if (product === "aws" && service === "cloudtrail" && !category) return;
  const named = [product, service, category].filter(Boolean).join("/");
  throw new SigmaRefusal(
    `logsource: only aws/cloudtrail is watched, and this is about ${named || "any source"}`,
  );
}
