/** Grants have no end of their own: it stands in their names, and the stack's function `retire-grants` reads it there. */
const named = /^rekey-until-(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)$/;

/** The name of a grant that ends at a time, to the second. KMS takes letters, digits and `:/_-`. */
export function nameUntil(end: Date): string {
  return `rekey-until-${end.toISOString().replace(/\.\d{3}Z$/, "Z")}`;
}

/** When the grant of a name ends; undefined for one that does not, or not by Rekey. */
export function endOf(name: string | undefined): Date | undefined {
  const [, text] = named.exec(name ?? "") ?? [];
  const end = text === undefined ? undefined : new Date(text);
  return end === undefined || Number.isNaN(end.getTime()) ? undefined : end;
}
