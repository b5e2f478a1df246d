import { S3Client } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { queryFor } from "../../../../shared/audit/engines/athena/query.ts";
import {
  type AthenaSettings,
  ask,
  athenaEngine,
  denied,
  parseResource,
  type Question,
  type Subject,
  whoUsed,
} from "../../../../shared/audit/index.ts";
import { answerTo, decrypt, keyArn, march, otherKeyArn, read } from "../records.ts";
import { aBucketOf } from "./a-bucket.ts";
import { type Answer, type AthenaRequest, anAthena, table } from "./an-athena.ts";

const noBucket = () =>
  new S3Client({
    region: "eu-central-1",
    endpoint: "http://127.0.0.1:1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });

type World = Awaited<ReturnType<typeof anAthena>>;

const askAthena = <Answer>(
  { client }: World,
  question: Question<Answer>,
  settings: Partial<AthenaSettings> = {},
) =>
  ask(
    athenaEngine({ client, s3: noBucket, table, workGroup: "rekey-test", firstPollMs: 0, ...settings }),
    question,
    march,
  );

const operationsOf = ({ requests }: World) => requests.map(({ operation }) => operation);

const state = (State: string, StateChangeReason?: string) => ({
  body: {
    QueryExecution: { Status: { State, StateChangeReason }, Statistics: { DataScannedInBytes: 20_000_000 } },
  },
});

const toState = ({ operation }: AthenaRequest) => operation === "GetQueryExecution";

describe("Athena", () => {
  const question = whoUsed(parseResource(keyArn));

  it("is asked once, in its workgroup, for the days of the period alone, and answers page by page", async () => {
    const records = Array.from({ length: 120 }, () => decrypt());
    const athena = await anAthena([...records, decrypt({ key: otherKeyArn }), read("prod/db")]);
    const { answer, seen, notes } = await askAthena(athena, question);
    expect(answer).toEqual(await answerTo(question, records));
    expect(seen).toBe(120);
    expect(operationsOf(athena)).toEqual([
      "StartQueryExecution",
      "GetQueryExecution",
      "GetQueryResults",
      "GetQueryResults",
      "GetQueryResults",
    ]);
    expect(athena.requests[0]?.body).toMatchObject({
      WorkGroup: "rekey-test",
      ExecutionParameters: expect.arrayContaining(["'2026/02/28'", "'2026/04/01'"]),
    });
    expect(notes).toEqual([
      "Athena read 1.5 GB in one query: less than a cent (5 a terabyte, 10 MB a query at least).",
    ]);
  });

  it("transfers of refusals the refused calls alone", async () => {
    const records = [decrypt(), decrypt({ errorCode: "AccessDeniedException" }), read("prod/db")];
    const { answer, seen } = await askAthena(await anAthena(records), denied());
    expect(answer).toEqual(await answerTo(denied(), records));
    expect(seen).toBe(1);
  });

  it("is waited for while the query is queued and runs, and tells how far it is", async () => {
    const states = ["QUEUED", "RUNNING", "RUNNING"];
    const athena = await anAthena([decrypt()], (request, index) => {
      const waiting = toState(request) ? states[index] : undefined;
      return waiting === undefined ? undefined : state(waiting);
    });
    const told: string[] = [];
    const { answer } = await askAthena(athena, question, {
      onState: (name, bytes) => told.push(`${name} ${bytes}`),
    });
    expect(answer.uses).toMatchObject([{ count: 1 }]);
    expect(told).toEqual(["QUEUED 20000000", "RUNNING 20000000", "RUNNING 20000000", "SUCCEEDED 1500000000"]);
  });

  it("is asked again where there were too many requests, and the query begun once", async () => {
    const athena = await anAthena([decrypt()], ({ operation }, index) =>
      index === 0 && (operation === "StartQueryExecution" || operation === "GetQueryExecution")
        ? { error: "TooManyRequestsException", message: "Too many requests." }
        : undefined,
    );
    const { answer } = await askAthena(athena, question);
    expect(answer.uses).toMatchObject([{ count: 1 }]);
    const tokens = athena.requests
      .filter(({ operation }) => operation === "StartQueryExecution")
      .map(({ body }) => body.ClientRequestToken);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
  });

  it("says why a query failed", async () => {
    const failed = await anAthena([], (request) =>
      toState(request) ? state("FAILED", "TABLE_NOT_FOUND: no such table") : undefined,
    );
    await expect(askAthena(failed, question)).rejects.toMatchObject({
      name: "AthenaQueryFailedError",
      message: "Athena could not answer the query query-0: TABLE_NOT_FOUND: no such table",
    });
  });

  it("says that the workgroup's limit ended a query, and what to do", async () => {
    const reason = "Query cancelled! : Bytes scanned limit was exceeded";
    const limited = await anAthena([], (request) =>
      toState(request) ? state("CANCELLED", reason) : undefined,
    );
    await expect(askAthena(limited, question)).rejects.toThrow(/Bytes scanned limit.*shorter time/);
  });

  it("says that somebody cancelled a query", async () => {
    const cancelled = await anAthena([], (request) =>
      toState(request) ? state("CANCELLED", "Query cancelled by user") : undefined,
    );
    await expect(askAthena(cancelled, question)).rejects.toMatchObject({ name: "AthenaQueryCancelledError" });
  });

  it("has a query stopped that is given up, and one whose state cannot be told", async () => {
    const controller = new AbortController();
    const running = await anAthena([], (request) => (toState(request) ? state("RUNNING") : undefined));
    const given = askAthena(running, question, {
      signal: controller.signal,
      onState: () => controller.abort(),
    });
    await expect(given).rejects.toMatchObject({ name: "AthenaQueryCancelledError" });
    expect(running.requests.at(-1)).toMatchObject({
      operation: "StopQueryExecution",
      body: { QueryExecutionId: "query-0" },
    });

    const untold = await anAthena([], (request) =>
      toState(request) ? { error: "InvalidRequestException", message: "It is not known." } : undefined,
    );
    await expect(askAthena(untold, question)).rejects.toThrow("It is not known.");
    expect(operationsOf(untold).at(-1)).toBe("StopQueryExecution");
  });

  it("names an event that cannot be read, and answers from the others", async () => {
    const broken = await anAthena([decrypt(), decrypt()], ({ operation }) => {
      if (operation !== "GetQueryResults") return undefined;
      const ColumnInfo = [{ Name: "eventid", Type: "varchar" }];
      const Rows = ["eventid", "event-1"].map((VarCharValue) => ({ Data: [{ VarCharValue }] }));
      return { body: { ResultSet: { ResultSetMetadata: { ColumnInfo }, Rows } } };
    });
    const { problems } = await askAthena(broken, question);
    expect(problems).toMatchObject([{ name: "UnreadableEventError", message: /event-1/ }]);
  });

  it("says before what it will read, and why it is not known how much", async () => {
    const whatIf = async (answer: Answer) => {
      const athena = await anAthena([decrypt()], ({ operation }) =>
        operation === "GetTableMetadata" ? answer : undefined,
      );
      const plans: string[] = [];
      await askAthena(athena, question, { onPlan: (plan) => plans.push(plan) });
      return plans.join();
    };
    const place = { "storage.location.template": "s3://trail/AWSLogs/o-1/" };
    const known = (Parameters: object) => ({ body: { TableMetadata: { Name: "a", Parameters } } });
    const intro = "Athena goes through 33 days of log files; how large they are is not known: ";
    expect(await whatIf({ error: "AccessDeniedException", message: "You are not authorized." })).toBe(
      `${intro}athena:GetTableMetadata: You are not authorized.`,
    );
    expect(await whatIf(known({}))).toBe(`${intro}rekey_test.cloudtrail has no storage.location.template.`);
    expect(await whatIf(known(place))).toMatch(
      /not known: s3:\/\/trail\/AWSLogs\/o-1: It cannot be listed: connect ECONNREFUSED/,
    );
  });

  it("says before how large the log files of these days are, and what they cost", async () => {
    const folder = (day: string) => `AWSLogs/o-1/111122223333/CloudTrail/eu-central-1/${day}/`;
    const log = (day: string) =>
      `${folder(day)}111122223333_CloudTrail_eu-central-1_${day.replaceAll("/", "")}T1000Z_abc.json.gz`;
    const s3 = await aBucketOf({
      [log("2026/02/27")]: 1e12,
      [log("2026/02/28")]: 2e12,
      [log("2026/03/15")]: 3e12,
      [log("2026/04/01")]: 4e12,
      [log("2026/04/02")]: 8e12,
      [log("2026/03/15").replace("/CloudTrail/", "/CloudTrail-Digest/")]: 9e12,
    });
    const template = "s3://trail/AWSLogs/o-1/#{account}/CloudTrail/#{region}/#{day}".replaceAll("#", "$");
    const athena = await anAthena([decrypt()], ({ operation }) =>
      operation === "GetTableMetadata"
        ? { body: { TableMetadata: { Name: "a", Parameters: { "storage.location.template": template } } } }
        : undefined,
    );
    const plans: string[] = [];
    await askAthena(athena, question, { s3: () => s3, onPlan: (plan) => plans.push(plan) });
    expect(plans).toEqual(["Athena goes through 33 days of log files, 9.0 TB at most: 45.00 US dollars."]);
  });
});

describe("names in questions to Athena", () => {
  const hostile = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom("' OR 1=1 --", "?", "'; DROP TABLE cloudtrail; --", "%", "\\'", "''", 'x"y', "a'||'b"),
  );
  const subjectsOf = (text: string): Subject[] => [
    { kind: "principal", text },
    { kind: "secret", name: `a${text}`, isPrefix: false },
    { kind: "key", id: `a${text}` },
    { kind: "alias", name: `alias/a${text}` },
  ];
  const queriesFor = (text: string) =>
    subjectsOf(text).map((subject) =>
      queryFor(
        {
          period: march,
          events: [{ source: text, names: [text] }],
          subject,
          spans: [{ key: `a${text}a` }],
        },
        table,
      ),
    );

  it("never change the SQL", () => {
    const isPlain = (text: string) => !/^Unknown:|:unknown$/.test(text);
    fc.assert(
      fc.property(hostile.filter(isPlain), (text) => {
        const sql = queriesFor(text).map((query) => query.sql);
        expect(sql).toEqual(queriesFor("payroll").map((query) => query.sql));
      }),
    );
  });

  it("are literals of one text each, whatever is in them", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    onTestFinished(() => instance.closeSync());
    const isText = (text: string) => !text.includes("\0");
    await fc.assert(
      fc.asyncProperty(hostile.filter(isText), async (text) => {
        const { parameters } = queryFor(
          {
            period: march,
            events: [{ source: "kms.amazonaws.com" }],
            subject: { kind: "principal", text },
          },
          table,
        );
        const reader = await connection.runAndReadAll(`SELECT ${parameters.at(-1)}`);
        expect(reader.getRows()).toEqual([[text.slice(0, 500)]]);
        expect(parameters.every((parameter) => parameter.length <= 1_024)).toBe(true);
      }),
    );
  });

  it("find what they name and nothing else", async () => {
    const names = ["' OR 1=1 --", "%", "?", "a\\'b", 'x"y', "prod/db", "ü"];
    const athena = await anAthena(names.map((name) => read(name)));
    for (const name of names) {
      const { answer } = await askAthena(athena, whoUsed({ kind: "secret", name, isPrefix: false }));
      expect({ name, answer }).toMatchObject({ answer: { uses: [{ count: 1 }] } });
    }
  });

  it("of tables that Athena cannot have are refused", () => {
    const want = { period: march, events: [{ source: "kms.amazonaws.com" }] };
    expect(() => queryFor(want, { ...table, table: 'cloudtrail"; DROP TABLE a' })).toThrow(
      expect.objectContaining({ name: "AthenaNameError" }),
    );
  });
});
