/** The values that a field has in a record; of a list on the way, those of each of its elements. */
export type ValuesOf = (record: unknown) => readonly unknown[];

/**
 * Finds the values at a dotted path, such as `userIdentity.sessionContext.sessionIssuer.arn`. A field that is absent
 * has none; a field that is null has one. A name may itself hold dots, as those of an encryption context may.
 */
export function valuesAt(path: string): ValuesOf {
  const names = path.split(".");
  return (record) => {
    const found: unknown[] = [];
    collect(record, names, 0, found);
    return found;
  };
}

function collect(value: unknown, names: readonly string[], from: number, found: unknown[]): void {
  if (Array.isArray(value) && (value.length > 0 || from < names.length)) {
    for (const element of value) collect(element, names, from, found);
  } else if (from === names.length) {
    found.push(value);
  } else if (isMap(value)) {
    for (let to = from + 1; to <= names.length; to += 1) {
      const name = to === from + 1 ? (names[from] ?? "") : names.slice(from, to).join(".");
      if (Object.hasOwn(value, name) && value[name] !== undefined) collect(value[name], names, to, found);
    }
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
