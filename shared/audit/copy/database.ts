import type { DuckDBConnection } from "@duckdb/node-api";

/** How much DuckDB may hold in memory; the rest goes to disk. */
const memoryLimit = "256MB";

/**
 * Opens a database in memory. DuckDB is loaded here and not before: whoever asks nothing of a copy needs none.
 *
 * @param folder where what does not fit into memory is kept
 */
export async function openDatabase(folder: string): Promise<{ connection: DuckDBConnection } & Disposable> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: memoryLimit,
    temp_directory: folder,
  });
  const connection = await instance.connect();
  return {
    connection,
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
