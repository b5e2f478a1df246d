import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";

/** A value of a generated rule. */
export type Value = string | number | boolean | null;
/** A selection of a generated rule: entries by field and modifiers, or several of those. */
export type Entries = Record<string, Value | Value[]>;
export type Selection = Entries | Entries[];
/** A condition of a generated rule. */
export type Condition =
  | { name: string }
  | { not: Condition }
  | { and: [Condition, Condition] }
  | { or: [Condition, Condition] }
  | { quantifier: "1" | "all"; prefix: string };

/** Says the slow and simple way whether a rule holds for a record. */
export function referenceHolds(
  selections: Record<string, Selection>,
  condition: Condition,
  record: CloudTrailRecord,
): boolean {
  const all = everything(record, "");
  const selected = (name: string) => {
    const selection = selections[name] ?? [];
    const maps = Array.isArray(selection) ? selection : [selection];
    return maps.some((map) => Object.entries(map).every(([key, value]) => entryHolds(key, value, all)));
  };
  const evaluate = (one: Condition): boolean => {
    if ("name" in one) return selected(one.name);
    if ("not" in one) return !evaluate(one.not);
    if ("and" in one) return evaluate(one.and[0]) && evaluate(one.and[1]);
    if ("or" in one) return evaluate(one.or[0]) || evaluate(one.or[1]);
    const names = Object.keys(selections).filter((name) => name.startsWith(one.prefix));
    return one.quantifier === "all" ? names.every(selected) : names.some(selected);
  };
  return evaluate(condition);
}

/** Writes a condition with no more brackets than it needs. */
export function written(condition: Condition): string {
  if ("name" in condition) return condition.name;
  if ("quantifier" in condition) return `${condition.quantifier} of ${condition.prefix}*`;
  if ("not" in condition) {
    const simple = "name" in condition.not || "quantifier" in condition.not || "not" in condition.not;
    return simple ? `not ${written(condition.not)}` : `not (${written(condition.not)})`;
  }
  if ("or" in condition) return condition.or.map(written).join(" or ");
  return condition.and.map((part) => ("or" in part ? `(${written(part)})` : written(part))).join(" and ");
}

/** Every value of a record with its path; the elements of a list have the path of the list. */
function everything(value: unknown, path: string): [string, unknown][] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((element) => everything(element, path));
  const own: [string, unknown][] = [[path, value]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return own;
  return own.concat(
    Object.entries(value).flatMap(([name, inner]) => everything(inner, path ? `${path}.${name}` : name)),
  );
}

function entryHolds(key: string, given: Value | Value[], all: [string, unknown][]): boolean {
  const [field, ...modifiers] = key.split("|");
  const values = all.filter(([path]) => path === field).map(([, value]) => value);
  const wanted = Array.isArray(given) ? given : [given];
  const one = (value: Value) => valueHolds(value, modifiers, values);
  const held = modifiers.includes("all") ? wanted.every(one) : wanted.some(one);
  return modifiers.includes("neq") ? !held : held;
}

function valueHolds(wanted: Value, modifiers: string[], values: unknown[]): boolean {
  if (wanted === null) return values.every((value) => value === null) || values.includes(null);
  if (modifiers.includes("exists")) return wanted === values.length > 0;
  const present = values.filter((value) => value !== null);
  const limit = modifiers.find((name) => ["lt", "lte", "gt", "gte"].includes(name));
  if (limit) return present.some((value) => compares(limit, value, Number(wanted)));
  const texts = present.map((value) => (typeof value === "object" ? JSON.stringify(value) : String(value)));
  const source = modifiers.includes("re") ? String(wanted) : globSource(String(wanted), modifiers);
  const insensitive = modifiers.includes("re") ? modifiers.includes("i") : !modifiers.includes("cased");
  const expression = new RegExp(source, insensitive ? "i" : "");
  return texts.some((text) => expression.test(text));
}

function compares(limit: string, value: unknown, number: number): boolean {
  if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return false;
  if (limit === "lt") return Number(value) < number;
  if (limit === "lte") return Number(value) <= number;
  return limit === "gt" ? Number(value) > number : Number(value) >= number;
}

function globSource(text: string, modifiers: string[]): string {
  const parts = text.match(/\\[\\*?]|[\s\S]/g) ?? [];
  const middle = parts.map((part) => {
    if (part === "*") return "[\\s\\S]*";
    if (part === "?") return "[\\s\\S]";
    return (part.length > 1 ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  });
  const open = (name: string) => modifiers.includes("contains") || modifiers.includes(name);
  return `${open("endswith") ? "" : "^"}${middle.join("")}${open("startswith") ? "" : "$"}`;
}
