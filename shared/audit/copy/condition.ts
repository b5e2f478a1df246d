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
export function conditionFor({ period, events, subject, spans, isRefused }: Want): Condition {
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
  switch (subject?.kind) {
    case "key":
      clauses.push(
        subject.arn
          ? `list_contains(keys, ${bind("subject", subject.arn)})`
          : `contains(array_to_string(keys, ' '), ${bind("subject", subject.id)})`,
      );
      break;
    case "alias": {
      const named = `contains(array_to_string(aliases, ' '), ${bind("subject", subject.name)})`;
      const keys = [...new Set(spans?.map(({ key }) => key))];
      clauses.push(keys.length > 0 ? `(${named} OR list_has_any(keys, ${bind("keys", keys)}))` : named);
      break;
    }
    case "secret":
      clauses.push(`contains(secret, ${bind("subject", subject.name)})`);
      break;
    case "principal":
      clauses.push(
        `contains(concat_ws(' ', principal, caller, access_key_id, service), ${bind("subject", subject.text)})`,
      );
      break;
  }
  return { sql: clauses.join(" AND "), values };
}
