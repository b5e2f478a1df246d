import { appendFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  activity,
  ask,
  count,
  deleted,
  fileJournal,
  LookupFailedError,
  lookupEngine,
  parseResource,
  whoUsed,
} from "../../../../shared/audit/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { aFolder } from "../../trail/logs/a-folder.ts";
import {
  answerTo,
  decrypt,
  keyArn,
  kmsCall,
  march,
  otherKeyArn,
  read,
  secretArn,
  session,
} from "../records.ts";
import { aTrail } from "./a-trail.ts";

type Settings = Parameters<typeof lookupEngine>[0];

const knowing = (names?: string[], target?: string): Settings["naming"] => ({
  namesOf: async () => names,
  targetOf: async () => target,
});

const engineFor = (client: Settings["client"], more: Partial<Settings> = {}) =>
  lookupEngine({ client, naming: knowing(), now: march.to, perSecond: 1_000, firstRetryMs: 1, ...more });

const many = (length: number, cares: (index: number) => Partial<CloudTrailRecord>) =>
  Array.from({ length }, (_, index) =>
    decrypt({
      eventTime: new Date(Date.parse("2026-03-10") + index * 1_000).toISOString().replace(".000", ""),
      ...cares(index),
    }),
  );

describe("lookups", () => {
  it("go over all pages, and answer as the records themselves do", async () => {
    const records = [...many(120, (n) => ({ userIdentity: session(`task-${n % 3}`) })), read("prod/db")];
    const { client, asked } = await aTrail(records);
    const question = whoUsed(parseResource(keyArn));
    const { answer, seen, problems } = await ask(
      engineFor(client, { naming: knowing([keyArn]) }),
      question,
      march,
    );
    expect(answer).toEqual(await answerTo(question, records));
    expect({ seen, problems }).toEqual({ seen: 120, problems: [] });
    expect(asked.map(({ attribute }) => attribute)).toEqual(Array(3).fill(`ResourceName=${keyArn}`));
  });

  it("stay below two requests a second", async () => {
    const { client, asked } = await aTrail(many(60, () => ({})));
    const begun = performance.now();
    await ask(
      engineFor(client, { naming: knowing([keyArn]), perSecond: 10 }),
      whoUsed(parseResource(keyArn)),
      march,
    );
    expect(asked.length).toBe(2);
    expect(performance.now() - begun).toBeGreaterThan(95);
  });

  it.each([
    [
      "the names of a resource",
      whoUsed(parseResource("prod/db")),
      ["prod/db", secretArn],
      ["ResourceName=prod/db", `ResourceName=${secretArn}`],
    ],
    [
      "the event, where a resource's names are not all known",
      whoUsed(parseResource("prod/db")),
      undefined,
      ["EventName=GetSecretValue"],
    ],
    [
      "an access key",
      activity({ kind: "principal", text: "ASIAONE1234567890123" }),
      undefined,
      ["AccessKeyId=ASIAONE1234567890123"],
    ],
    [
      "a session",
      activity({ kind: "principal", text: "arn:aws:sts::111122223333:assumed-role/app/task-1" }),
      undefined,
      ["Username=task-1"],
    ],
    [
      "a user",
      activity({ kind: "principal", text: "arn:aws:iam::111122223333:user/people/alice" }),
      undefined,
      ["Username=alice"],
    ],
    [
      "the source, for a role, which CloudTrail has no filter for",
      activity({ kind: "principal", text: "app" }),
      undefined,
      ["EventSource=kms.amazonaws.com", "EventSource=secretsmanager.amazonaws.com"],
    ],
    [
      "each event, where all are rare",
      deleted("secrets", march.to),
      undefined,
      ["EventName=DeleteSecret", "EventName=RestoreSecret"],
    ],
    ["one event", whoUsed(parseResource(keyArn), ["Decrypt"]), undefined, ["EventName=Decrypt"]],
    [
      "the source of many frequent events",
      whoUsed(parseResource(keyArn)),
      undefined,
      ["EventSource=kms.amazonaws.com"],
    ],
  ])("filter by %s", async (_, question, names, attributes) => {
    const { client, asked } = await aTrail([]);
    await ask<unknown>(engineFor(client, { naming: knowing(names) }), question, march);
    expect(asked.map(({ attribute }) => attribute)).toEqual(attributes);
  });

  it("follow an alias by its changes, also of before the period, and what it points at now", async () => {
    const repointed = kmsCall("UpdateAlias", {
      eventTime: "2026-02-10T00:00:00Z",
      requestParameters: { aliasName: "alias/payroll", targetKeyId: otherKeyArn },
      key: otherKeyArn,
    });
    const records = [repointed, decrypt({ key: otherKeyArn }), decrypt()];
    const { client } = await aTrail(records);
    const question = count(parseResource("alias/payroll"), { timeZone: "UTC" });
    const engine = engineFor(client, { naming: knowing(undefined, otherKeyArn) });
    expect((await ask(engine, question, march)).answer).toMatchObject({ count: 1 });
  });

  it("wait when CloudTrail says that it was asked too often", async () => {
    const { client, asked } = await aTrail([decrypt()], (_, index) =>
      index === 0 ? "ThrottlingException" : undefined,
    );
    const engine = engineFor(client, { naming: knowing([keyArn]) });
    const { answer, problems } = await ask(engine, whoUsed(parseResource(keyArn)), march);
    expect({ uses: answer.uses.length, problems, asked: asked.length }).toEqual({
      uses: 1,
      problems: [],
      asked: 2,
    });
  });

  it("that are refused are named, and the others answered", async () => {
    const { client } = await aTrail([read("prod/db")], ({ attribute }) =>
      attribute.endsWith(secretArn) ? "AccessDeniedException" : undefined,
    );
    const engine = engineFor(client, { naming: knowing(["prod/db", secretArn]) });
    const { answer, problems } = await ask(engine, whoUsed(parseResource("prod/db")), march);
    expect(answer.uses).toMatchObject([{ count: 1 }]);
    expect(problems).toEqual([expect.any(LookupFailedError)]);
    expect(problems[0]?.message).toMatch(
      /ResourceName=arn:.*AccessDeniedException.*Allow cloudtrail:LookupEvents/,
    );
  });

  it("say what may be missing", async () => {
    const { client } = await aTrail([]);
    const notes = async (from: string, to: string) => {
      const period = { from: new Date(from), to: new Date(to) };
      return (await ask(engineFor(client), whoUsed(parseResource(keyArn)), period)).notes;
    };
    expect(await notes("2026-03-01", "2026-03-02")).toEqual([]);
    expect(await notes("2025-03-01", "2026-04-01")).toEqual([
      expect.stringContaining("keeps 90 days"),
      expect.stringContaining("15 minutes"),
    ]);
  });
});

describe("lookups that are interrupted", () => {
  const records = many(170, (n) => ({ userIdentity: session(`task-${n % 3}`) }));
  const question = () => whoUsed(parseResource(keyArn));

  it("go on where they ended, after whatever was left of the last line", async () => {
    const file = path.join(await aFolder(), "journal.jsonl");
    const { client, asked } = await aTrail(records, (_, index) =>
      index === 2 ? "InternalError" : undefined,
    );
    const engine = () => engineFor(client, { naming: knowing([keyArn]), journal: fileJournal(file) });
    const first = await ask(engine(), question(), march);
    expect(first.problemCount).toBe(1);
    await appendFile(file, '\n{"lookup":"torn');

    const second = await ask(engine(), question(), march);
    expect(second.problems).toEqual([]);
    expect(second.answer).toEqual(await answerTo(question(), records));
    // Two pages of 50 are kept; of the rest two more are asked for, from the oldest event on.
    expect(asked.slice(3).map(({ endTime }) => endTime)).toEqual(
      Array(2).fill(Date.parse("2026-03-10") / 1_000 + 70),
    );

    await ask(engine(), question(), march);
    expect(asked.length).toBe(5);
  });

  it("begin anew when nothing is kept", async () => {
    const file = path.join(await aFolder(), "journal.jsonl");
    const { client, asked } = await aTrail(records);
    const journal = fileJournal(file);
    const engine = engineFor(client, { naming: knowing([keyArn]), journal });
    await ask(engine, question(), march);
    await journal.discard();
    await ask(engine, question(), march);
    expect(asked.length).toBe(8);
  });
});
