import { writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { AthenaClient } from "@aws-sdk/client-athena";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { onTestFinished } from "vitest";
import { resourceArns } from "../../../../shared/audit/engines/athena/query.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { listening } from "../../listening.ts";
import { aFolder } from "../../trail/logs/a-folder.ts";

export const table = { database: "rekey_test", table: "cloudtrail" };

/** A request: the operation's name, and its body. */
export interface AthenaRequest {
  operation: string;
  body: Record<string, unknown>;
}

/** What is answered in place of the usual: a body, or an error with its type. */
export type Answer = { body: object } | { error: string; message?: string };

/** How Athena's table is written in DuckDB: JSON stays text in it. */
const columns = `{
  eventVersion: 'VARCHAR', eventID: 'VARCHAR', sharedEventID: 'VARCHAR', eventTime: 'VARCHAR', eventSource: 'VARCHAR',
  eventName: 'VARCHAR', awsRegion: 'VARCHAR', sourceIPAddress: 'VARCHAR', errorCode: 'VARCHAR', errorMessage: 'VARCHAR',
  requestParameters: 'JSON', responseElements: 'JSON', additionalEventData: 'JSON', readOnly: 'VARCHAR',
  recipientAccountId: 'VARCHAR', vpcEndpointId: 'VARCHAR', resources: 'STRUCT(ARN VARCHAR)[]',
  userIdentity: 'STRUCT(type VARCHAR, arn VARCHAR, principalId VARCHAR, accountId VARCHAR, accessKeyId VARCHAR,
    invokedBy VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR)))'
}`;

/** Of the SQL, what DuckDB writes otherwise. */
const inDuckDb = "array_to_string(list_transform(resources, lambda resource: resource.arn), ' ')";

async function tableOf(records: readonly CloudTrailRecord[]): Promise<DuckDBConnection> {
  const file = path.join(await aFolder(), "records.json");
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  onTestFinished(() => {
    connection.closeSync();
    instance.closeSync();
  });
  await connection.run(`CREATE SCHEMA ${table.database}`);
  await connection.run(
    `CREATE TABLE ${table.database}.${table.table} AS SELECT *, replace(left(eventTime, 10), '-', '/') AS day
     FROM read_json($file, format = 'newline_delimited', columns = ${columns})`,
    { file },
  );
  return connection;
}

/** Runs a query as Athena does: the parameters are SQL that is given to a prepared statement. */
async function run(connection: DuckDBConnection, sql: string, parameters: readonly string[]) {
  await connection.run(`PREPARE query AS ${sql.replaceAll(resourceArns, inDuckDb)}`);
  const result = await connection.runAndReadAll(`EXECUTE query(${parameters.join(", ")})`);
  // Athena writes all names of columns small.
  return { names: result.columnNames().map((name) => name.toLowerCase()), rows: result.getRowsJson() };
}

const rowsOfPage = 50;

/**
 * A server that speaks Athena's protocol and answers queries by DuckDB, for the time of a test.
 *
 * @param instead what is answered in place of the usual, to the how manieth request of an operation, from 0
 */
export async function anAthena(
  records: readonly CloudTrailRecord[],
  instead: (request: AthenaRequest, index: number) => Answer | undefined = () => undefined,
): Promise<{ client: AthenaClient; requests: AthenaRequest[] }> {
  const connection = await tableOf(records);
  const requests: AthenaRequest[] = [];
  const results = new Map<string, Awaited<ReturnType<typeof run>>>();

  const usual = async ({ operation, body }: AthenaRequest): Promise<object> => {
    const id = String(body.QueryExecutionId);
    switch (operation) {
      case "StartQueryExecution": {
        const started = `query-${results.size}`;
        const parameters = (body.ExecutionParameters ?? []) as string[];
        results.set(started, await run(connection, String(body.QueryString), parameters));
        return { QueryExecutionId: started };
      }
      case "GetQueryExecution":
        return {
          QueryExecution: {
            QueryExecutionId: id,
            Status: { State: "SUCCEEDED" },
            Statistics: { DataScannedInBytes: 1_500_000_000 },
          },
        };
      case "GetQueryResults": {
        const { names = [], rows = [] } = results.get(id) ?? {};
        const all = [names, ...rows];
        const from = Number(body.NextToken ?? 0);
        const page = all.slice(from, from + rowsOfPage);
        const next = from + rowsOfPage;
        return {
          ...(next < all.length && { NextToken: String(next) }),
          ResultSet: {
            ResultSetMetadata: { ColumnInfo: names.map((Name) => ({ Name, Type: "varchar" })) },
            Rows: page.map((row) => ({
              Data: row.map((value) => (value === null ? {} : { VarCharValue: String(value) })),
            })),
          },
        };
      }
      default:
        return {};
    }
  };

  const endpoint = await listening(async (incoming, response) => {
    const operation = String(incoming.headers["x-amz-target"]).replace("AmazonAthena.", "");
    const request = { operation, body: JSON.parse(await text(incoming)) };
    const index = requests.filter((earlier) => earlier.operation === operation).length;
    requests.push(request);
    const answer = instead(request, index);
    const isError = answer !== undefined && "error" in answer;
    const body = isError
      ? { __type: answer.error, Message: answer.message }
      : (answer?.body ?? (await usual(request)));
    response.writeHead(isError ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  const client = new AthenaClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  onTestFinished(() => client.destroy());
  return { client, requests };
}
