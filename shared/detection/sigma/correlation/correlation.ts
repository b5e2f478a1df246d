import * as z from "zod";
import { type Header, headerOf, parsed } from "../header.ts";
import { SigmaRefusal } from "../refusal.ts";
import { bound } from "./bound.ts";

const types = ["event_count", "value_count", "temporal", "temporal_ordered"] as const;

/** A rule about several events together. */
export interface Correlation {
  header: Header;
  type: (typeof types)[number];
  /** Ids or names of the rules that it is about. */
  rules: readonly string[];
  groupBy: readonly string[];
  /** By the name of an alias: which field it stands for in the events of a rule. */
  aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  windowSeconds: number;
  /** It holds for more than so many events, values or kinds of events; always given for counts. */
  moreThan: number | undefined;
  /** Fields whose values are counted. */
  counted: readonly string[];
  /** Whether the rules that it is about fire by themselves, too. */
  generate: boolean;
}

const names = z
  .union([z.string().transform((name) => [name]), z.array(z.string())])
  .nullish()
  .transform((given) => given ?? []);

const schema = z.object({
  type: z.enum(types, {
    error: ({ input }) => `${String(input)} is not one of those that are followed: ${types.join(", ")}`,
  }),
  rules: names,
  "group-by": names,
  timespan: z.string().regex(/^[1-9]\d{0,5}[smhd]$/, "it is written like 30s, 5m, 1h or 1d"),
  condition: z.map(z.string(), z.unknown()).nullish(),
  aliases: z.map(z.string(), z.map(z.string(), z.string())).nullish(),
  generate: z.boolean().nullish(),
});

const secondsOf: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Counts are kept no longer than that. */
const longestWindow = 86_400;

/**
 * Reads a correlation.
 *
 * @throws SigmaRefusal if it cannot be followed to the letter
 */
export function correlationOf(document: ReadonlyMap<unknown, unknown>): Correlation {
  const header = headerOf(document);
  const given = document.get("correlation");
  if (!(given instanceof Map)) throw new SigmaRefusal("correlation: it must be a map");
  if (document.has("detection")) throw new SigmaRefusal("it has both a detection and a correlation");
  const { type, rules, timespan, condition, aliases, generate, ...rest } = parsed(
    schema,
    given,
    "correlation",
  );
  const windowSeconds = Number(timespan.slice(0, -1)) * (secondsOf[timespan.slice(-1)] ?? 0);
  if (windowSeconds > longestWindow)
    throw new SigmaRefusal(
      `correlation.timespan: events are counted for at most 1d, and not for ${timespan}`,
    );
  if (rules.length === 0) throw new SigmaRefusal("correlation.rules: there is none");
  const { moreThan, counted } = bound(type, condition ?? undefined);
  return {
    header,
    type,
    rules,
    groupBy: rest["group-by"],
    aliases: aliases ?? new Map(),
    windowSeconds,
    moreThan,
    counted,
    generate: generate ?? header.generate,
  };
}
