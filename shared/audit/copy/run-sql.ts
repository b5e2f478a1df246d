import path from "node:path";
import { openDatabase } from "./database.ts";
import { parquetFiles } from "./folder.ts";

/** There is no copy to ask. */
export class NoCopyError extends Error {
  override name = "NoCopyError";
}

/** What SQL answered. */
export interface Rows {
  columns: string[];
  rows: unknown[][];
}

/**
 * Runs SQL of the user's over a copy, whose events are in the view `events`, each once. It can read nothing but the copy.
 *
 * @throws NoCopyError, OldCopyError, and what DuckDB says of the SQL
 */
export async function runSql(folder: string, sql: string): Promise<Rows> {
  const files = await parquetFiles(folder);
  if (files.length === 0) {
    throw new NoCopyError(
      `${folder} has no copy of log files. Make one: rekey audit import PATH… --copy ${folder}`,
    );
  }
  const { listValue } = await import("@duckdb/node-api");
  using database = await openDatabase(folder);
  const { connection } = database;
  await connection.run("SET VARIABLE files = $files::VARCHAR[]", { files: listValue(files) });
  await connection.run(
    "CREATE VIEW events AS SELECT DISTINCT ON (id) * FROM read_parquet(getvariable('files'), hive_partitioning = true, hive_types_autocast = false)",
  );
  // Nothing else can be read, and none of this undone.
  await connection.run(`SET allowed_directories = [${literal(path.resolve(folder))}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  const result = await connection.runAndReadAll(sql);
  return { columns: result.deduplicatedColumnNames(), rows: result.getRowsJson() };
}

/** Settings take no parameters. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
