import type { Want } from "../engine.ts";

/** A condition on the events of a copy: SQL with the names of parameters, and their values. */
export interface Condition {
  sql: string;
  values: Record<string, string | string[]>;
}

/**
 * Selects the events that are wanted, and perhaps a few more. What people and callers chose is in the values alone: the SQL depends
 * on nothing but the kinds of things asked for.
 */
export function conditionFor({ period, events, subject, isRefused }: Want): Condition {
  const values: Condition["values"] = { from: period.from.toISOString(), to: period.to.toISOString() };
  const bind = (name: string, value: string | string[]) => {
    values[name] = value;
    return `$${name}`;
  };
  const wanted = events.map(({ source, names }, index) => {
    const ofSource = `lower(source) = ${bind(`source_${index}`, source.toLowerCase())}`;
    if (!names) return ofSource;
    const operations = bind(
      `operations_${index}`,
      names.map((name) => name.toLowerCase()),
    );
    return `(${ofSource} AND list_contains(${operations}, lower(operation)))`;
  });
  const clauses = [
    "time >= $from::TIMESTAMPTZ AT TIME ZONE 'UTC' AND time < $to::TIMESTAMPTZ AT TIME ZONE 'UTC'",
    `(${wanted.join(" OR ")})`,
    ...(isRefused ? ["denied"] : []),
  ];
  // What is asked about a key, an alias or one secret is found by its name instead.
  if (subject?.kind === "secret") clauses.push(`contains(secret, ${bind("subject", subject.name)})`);
  if (subject?.kind === "principal") {
    clauses.push(
      `contains(concat_ws(' ', principal, caller, access_key_id, service), ${bind("subject", subject.text)})`,
    );
  }
  return { sql: clauses.join(" AND "), values };
}
