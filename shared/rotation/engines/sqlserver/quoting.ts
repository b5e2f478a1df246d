/*
 * Logins, users and permissions are changed by DDL, which takes no parameters: names and passwords stand in the
 * statement itself. Transact-SQL knows one escape in either form, the doubled closing sign.
 */

/** A name as a statement may hold it, whatever characters it has: what QUOTENAME returns. */
export function identifier(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}

/** A text as a statement may hold it, in Unicode whatever the database's code page. */
export function text(value: string): string {
  return `N'${value.replaceAll("'", "''")}'`;
}
