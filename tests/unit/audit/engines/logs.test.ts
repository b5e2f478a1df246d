import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ask, denied, logsEngine, parseResource, whoUsed } from "../../../../shared/audit/index.ts";
import { sourcesOf } from "../../../../shared/trail/index.ts";
import { aFolder, noS3 } from "../../trail/logs/a-folder.ts";
import { answerTo, decrypt, keyArn, kmsCall, march } from "../records.ts";

const logOf = (...Records: object[]) => gzipSync(JSON.stringify({ Records }));

async function askLogs(files: Parameters<typeof aFolder>[0], text = keyArn) {
  const found = await sourcesOf([await aFolder(files)], { ...march, s3: noS3 });
  return ask(logsEngine(found), whoUsed(parseResource(text)), march);
}

describe("log files", () => {
  it("answer as the records in them do", async () => {
    const records = [decrypt(), decrypt(), decrypt({ eventName: "Encrypt" })];
    const [one = {}, two = {}, three = {}] = records;
    const { answer, problems } = await askLogs({
      "a.json.gz": logOf(one, two),
      "b/c.json.gz": logOf(two, three),
    });
    expect(answer).toEqual(await answerTo(whoUsed(parseResource(keyArn)), records));
    expect(problems).toEqual([]);
  });

  it("give records in the order of their time, whatever the order within them and what they are called", async () => {
    const at = (day: string) => decrypt({ eventTime: `2026-03-${day}T12:00:00Z` });
    const folder = await aFolder({
      "a.json.gz": logOf(at("20"), at("15"), at("10")),
      "b.json.gz": logOf(at("01"), at("12")),
    });
    const { events } = logsEngine(await sourcesOf([folder], { ...march, s3: noS3 }));
    const days: string[] = [];
    const wanted = { period: march, events: [{ source: "kms.amazonaws.com" }], records: true };
    for await (const { records = [] } of events(wanted))
      days.push(...records.map(({ eventTime }) => eventTime.slice(8, 10)));
    expect(days).toEqual(["01", "10", "12", "15", "20"]);
  });

  it("that cannot be read are named, and the others answered", async () => {
    const damaged = logOf(decrypt()).subarray(0, 100);
    const { answer, problems } = await askLogs({
      "a.json.gz": logOf(decrypt()),
      "b.json.gz": damaged,
      "c.json": "none",
    });
    expect(answer.uses).toMatchObject([{ count: 1 }]);
    const named = problems.map(({ message }) => /([bc]\.json(?:\.gz)?): /.exec(message)?.[1]);
    expect(new Set(named)).toEqual(new Set(["b.json.gz", "c.json"]));
  });

  it("follow an alias, and tell once what is wrong with a file that is read twice", async () => {
    const created = kmsCall("CreateAlias", {
      eventTime: "2026-03-01T00:00:00Z",
      requestParameters: { aliasName: "alias/a", targetKeyId: keyArn },
    });
    const { answer, problemCount } = await askLogs(
      { "a.json": logOf(created, decrypt()), "b.json": "none" },
      "alias/a",
    );
    expect(answer.uses).toMatchObject([{ count: 1 }]);
    expect(problemCount).toBe(1);
  });

  it("are not read record by record for refusals, which are found however a service spells them", async () => {
    const spellings = [
      "AccessDenied",
      "AccessDeniedException",
      "Client.UnauthorizedOperation",
      "UnauthorizedOperation",
    ];
    const records = [
      ...spellings.map((errorCode) => decrypt({ errorCode })),
      decrypt({ errorCode: "NotFoundException" }),
      decrypt(),
    ];
    const unreadable = { eventSource: "kms.amazonaws.com", eventName: "Decrypt" };
    const folder = await aFolder({ "a.json": logOf(...records, unreadable) });
    const found = await sourcesOf([folder], { ...march, s3: noS3 });
    const { answer, seen, problems } = await ask(logsEngine(found), denied(), march);
    expect(answer).toEqual(await answerTo(denied(), records));
    expect(answer.refusals).toMatchObject([{ count: 4 }]);
    expect({ seen, problems }).toEqual({ seen: 7, problems: [] });
  });

  it("in an empty folder are told of", async () => {
    const { answer, problems } = await askLogs({});
    expect(answer.uses).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ name: "NoLogsError" })]);
  });
});
