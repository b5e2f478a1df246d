import { identifier } from "./quoting.ts";

/** A statement to be run. */
export interface Statement {
  text: string;
  /** The database that it is run in; the connection's own if absent. */
  database?: string;
  /** Values of the parameters that it names with @; all of them texts. */
  parameters?: Readonly<Record<string, string>>;
}

/** A row of an answer, by the columns' names. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs a statement and returns its rows. */
export type Run = (statement: Statement) => Promise<Row[]>;

/**
 * A statement for the connection's own database. One for another database is run by that database's sp_executesql:
 * unlike USE, this leaves the connection where it is.
 */
export function forConnection({ text, database, parameters = {} }: Statement): Statement {
  if (database === undefined) return { text, parameters };
  const names = Object.keys(parameters);
  const definitions = names.map((name) => `@${name} nvarchar(4000)`).join(", ");
  const values = names.map((name) => `@${name} = @${name}`).join(", ");
  const passed = names.length > 0 ? `, N'${definitions}', ${values}` : "";
  return {
    text: `EXEC ${identifier(database)}.sys.sp_executesql @statement${passed}`,
    parameters: { ...parameters, statement: text },
  };
}
