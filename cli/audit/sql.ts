import Table from "cli-table3";
import { Command } from "commander";
import { runSql } from "../../shared/audit/index.ts";
import { plain, plainJson } from "../plain.ts";
import { withJson } from "../stack.ts";
import { csvLine } from "./csv.ts";
import { usualCopy } from "./import.ts";

interface Options {
  copy: string;
  json?: boolean;
  csv?: boolean;
}

/** `rekey audit sql "SELECT …"`: SQL of one's own over the copy of log files. */
export const sqlCommand = withJson(new Command("sql"))
  .description("Run SQL over the copy that rekey audit import keeps; its events are in the view events.")
  .argument("<sql>", "in DuckDB's dialect; DESCRIBE events lists the columns")
  .option("--copy <folder>", "folder of the copy", usualCopy)
  .option("--csv", "print CSV on standard output")
  .action(async (sql: string, { copy, json, csv }: Options) => {
    const { columns, rows } = await runSql(copy, sql);
    if (json) {
      process.stdout.write(
        `${plainJson(rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]]))))}\n`,
      );
      return;
    }
    const cells = rows.map((row) => row.map(inWords));
    if (csv) {
      process.stdout.write([columns, ...cells].map(csvLine).join(""));
      return;
    }
    const table = new Table({ head: columns.map(plain), style: { head: [], border: [] } });
    table.push(...cells.map((row) => row.map(plain)));
    process.stdout.write(`${table}\n`);
  });

function inWords(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
