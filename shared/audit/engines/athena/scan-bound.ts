import { type AthenaClient, GetTableMetadataCommand } from "@aws-sdk/client-athena";
import type { S3Client } from "@aws-sdk/client-s3";
import { addMinutes } from "date-fns";
import { sourcesOf } from "../../../trail/index.ts";
import type { Period } from "../../engine.ts";
import { type AthenaTable, daysOf } from "./query.ts";

/** What a query will read at most. */
export interface ScanBound {
  /** Folders of days, of each account and Region. */
  days: number;
  /** The size of the log files in them, as they are stored; or why it is not known, in a sentence. */
  bytes: number | { unknown: string };
}

/**
 * What a query about a period reads at most. Athena itself tells it only afterwards: this is the size of the log files in the folders of days
 * that it goes through, found by listing them.
 */
export async function scanBound(
  { athena, s3 }: { athena: AthenaClient; s3: () => S3Client },
  { database, table }: AthenaTable,
  period: Period,
): Promise<ScanBound> {
  const { count: days } = daysOf(period);
  try {
    const { TableMetadata } = await athena.send(
      new GetTableMetadataCommand({
        CatalogName: "AwsDataCatalog",
        DatabaseName: database,
        TableName: table,
      }),
    );
    const place = TableMetadata?.Parameters?.["storage.location.template"]?.split("${")[0];
    if (!place) return { days, bytes: { unknown: `${database}.${table} has no storage.location.template.` } };
    const { sources, problems } = await sourcesOf([place.replace(/\/$/, "")], { ...wholeDays(period), s3 });
    const problem = problems.find(({ name }) => name !== "NoLogsError");
    if (problem) return { days, bytes: { unknown: problem.message } };
    return { days, bytes: sources.reduce((sum, { size }) => sum + size, 0) };
  } catch (error) {
    // The question can be answered without.
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    return { days, bytes: { unknown: `athena:GetTableMetadata: ${message || name}` } };
  }
}

/** Athena reads folders as a whole; the bounds are such that `sourcesOf` takes these folders and no others for it. */
function wholeDays(period: Period): Period {
  const { first, last } = daysOf(period);
  const startOf = (day: string) => new Date(`${day.replaceAll("/", "-")}T00:00:00Z`);
  return { from: addMinutes(startOf(first), 5), to: startOf(last) };
}
