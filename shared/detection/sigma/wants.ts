import type { WantedEvents } from "../../trail/index.ts";
import { anySource } from "../event-index.ts";
import type { Expression, FieldTest } from "./expression.ts";

/** Texts by their lower case, since rules do not mind the case of letters; undefined stands for any text. */
type Texts = ReadonlyMap<string, string> | undefined;

/** Events of these sources with these names. */
interface Term {
  sources: Texts;
  names: Texts;
}

/** With more, a rule wants whatever is of any of the sources and has any of the names. */
const mostTerms = 200;

const anything: readonly Term[] = [{ sources: undefined, names: undefined }];

/**
 * The sources and names of events that an expression can hold for: perhaps more than those, never fewer.
 * What is behind a `not` restricts nothing.
 */
export function wantsOf(expression: Expression): WantedEvents[] {
  return together(termsOf(expression).flatMap(wantedOf));
}

/** Wanted events without repetition. */
export function together(wanted: readonly WantedEvents[]): WantedEvents[] {
  const everything = wanted.filter(({ source, names }) => source === anySource && !names);
  if (everything.length > 0) return [{ source: anySource }];
  const bySource = Map.groupBy(wanted, ({ source }) => source.toLowerCase());
  return [...bySource.values()].map((same) => {
    const source = same[0]?.source ?? anySource;
    if (same.some(({ names }) => !names)) return { source };
    const names = same.flatMap((one) => one.names ?? []);
    return { source, names: [...new Map(names.map((name) => [name.toLowerCase(), name])).values()] };
  });
}

function wantedOf({ sources, names }: Term): WantedEvents[] {
  const all = sources ? [...sources.values()] : [anySource];
  return all.map((source) => (names ? { source, names: [...names.values()] } : { source }));
}

function termsOf(expression: Expression): readonly Term[] {
  switch (expression.kind) {
    case "test":
      return termsOfTest(expression);
    case "not":
      return anything;
    case "or":
      return limited(expression.of.flatMap(termsOf));
    case "and":
      return expression.of
        .map(termsOf)
        .reduce(
          (all, more) => limited(all.flatMap((one) => more.flatMap((other) => both(one, other)))),
          anything,
        );
  }
}

function termsOfTest({ field, only }: FieldTest): readonly Term[] {
  if (!only) return anything;
  const texts = new Map(only.map((text) => [text.toLowerCase(), text]));
  if (field === "eventSource") return [{ sources: texts, names: undefined }];
  return field === "eventName" ? [{ sources: undefined, names: texts }] : anything;
}

function both(one: Term, other: Term): readonly Term[] {
  const term = { sources: common(one.sources, other.sources), names: common(one.names, other.names) };
  return term.sources?.size === 0 || term.names?.size === 0 ? [] : [term];
}

function common(one: Texts, other: Texts): Texts {
  if (!one || !other) return one ?? other;
  return new Map([...one].filter(([lower]) => other.has(lower)));
}

function limited(terms: readonly Term[]): readonly Term[] {
  if (terms.length <= mostTerms) return terms;
  return [
    { sources: union(terms.map(({ sources }) => sources)), names: union(terms.map(({ names }) => names)) },
  ];
}

function union(all: readonly Texts[]): Texts {
  const texts = new Map<string, string>();
  for (const some of all) {
    if (!some) return undefined;
    for (const [lower, text] of some) texts.set(lower, text);
  }
  return texts;
}

/** Whether an event may be among both. */
export function overlap(some: readonly WantedEvents[], others: readonly WantedEvents[]): boolean {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return some.some((one) =>
    others.some((other) => {
      const sources = [one.source, other.source];
      if (!sources.includes(anySource) && !same(one.source, other.source)) return false;
      if (!one.names || !other.names) return true;
      return one.names.some((name) => other.names?.some((more) => same(name, more)));
    }),
  );
}
