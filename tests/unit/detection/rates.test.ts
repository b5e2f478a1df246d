import { describe, expect, it } from "vitest";
import { detections, evaluator, memoryState } from "../../../shared/detection/index.ts";
import type { Signal } from "../../../shared/findings/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { aRecord } from "../trail/a-record.ts";
import { settingsWith } from "./settings-with.ts";
import { situationsOf } from "./situations-of.ts";
import { secondsIn } from "./times.ts";

const threshold = 5;

const settings = settingsWith({
  thresholds: { "kms-request-rate": threshold, "secret-read-rate": threshold },
});
const rates = detections(settings).filter(({ id }) => id in settings.thresholds);

const evaluate = (records: readonly CloudTrailRecord[], state = memoryState()) =>
  evaluator(rates, settings, state).evaluate(records);

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

const read = (cares: Partial<CloudTrailRecord> = {}) => aRecord(cares);

const decrypt = (cares: Partial<CloudTrailRecord> = {}) =>
  aRecord({ eventSource: "kms.amazonaws.com", eventName: "Decrypt", requestParameters: null, ...cares });

describe("secret-read-rate", () => {
  it("lets a secret be read as often as the threshold says", async () => {
    expect(await evaluate(times(threshold, () => read()))).toEqual([]);
  });

  it("fires on the first read beyond the threshold", async () => {
    const records = times(threshold + 1, (n) => read({ eventTime: secondsIn(n) }));
    const [finding, ...more] = await evaluate(records);
    const latest = records.at(-1);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      ruleId: "secret-read-rate",
      severity: "MEDIUM",
      entity: "111122223333/eu-central-1/prod/db",
      principal: "arn:aws:iam::111122223333:user/alice",
      lastSeen: latest?.eventTime,
      eventIds: records.map(({ eventID }) => eventID),
    });
    expect(finding?.why).toContain("at least 6 times within five minutes; the threshold is 5");
  });

  it("counts a secret as one, however its readers name it", async () => {
    const arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db";
    const names = ["prod/db", arn, `${arn}-a1b2c3`, "prod/db", arn, `${arn}-a1b2c3`];
    const records = names.map((secretId) => read({ requestParameters: { secretId } }));
    expect(await evaluate(records)).toHaveLength(1);
  });

  it("counts each secret on its own", async () => {
    const one = times(threshold, () => read());
    const other = times(threshold, () => read({ requestParameters: { secretId: "prod/mail" } }));
    expect(await evaluate([...one, ...other])).toEqual([]);
  });

  it("does not count reads that were refused: they gave nothing away", async () => {
    const refused = times(threshold * 2, () => read({ errorCode: "AccessDenied" }));
    expect(await evaluate([...refused, ...times(threshold, () => read())])).toEqual([]);
  });

  it.each([
    ["DescribeSecret", { eventName: "DescribeSecret" }],
    ["PutSecretValue", { eventName: "PutSecretValue" }],
    ["a read that names no secret", { requestParameters: null }],
  ])("does not count %s", async (_, cares) => {
    expect(await evaluate(times(threshold * 2, () => read(cares)))).toEqual([]);
  });
});

describe("kms-request-rate", () => {
  it("lets an account make as many requests as the threshold says", async () => {
    expect(await evaluate(times(threshold, () => decrypt()))).toEqual([]);
  });

  it("fires on the first request beyond the threshold, whichever they are, and on refused ones too", async () => {
    const names = ["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey", "ReEncrypt", "ListKeys"];
    const records = names.map((eventName, n) =>
      decrypt({ eventName, errorCode: n % 2 ? "AccessDenied" : undefined }),
    );
    const [finding, ...more] = await evaluate(records);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      ruleId: "kms-request-rate",
      entity: "111122223333/eu-central-1",
    });
    expect(finding?.why).toContain("At least 6 KMS requests");
  });

  it("counts each account and each region on its own", async () => {
    const places = [
      { recipientAccountId: "111122223333", awsRegion: "eu-central-1" },
      { recipientAccountId: "111122223333", awsRegion: "us-east-1" },
      { recipientAccountId: "999988887777", awsRegion: "eu-central-1" },
    ];
    const records = places.flatMap((place) => times(threshold, () => decrypt(place)));
    expect(await evaluate(records)).toEqual([]);
  });

  it("does not count what KMS itself reports, such as a key's rotation", async () => {
    const reports = times(threshold * 2, () =>
      decrypt({ eventName: "RotateKey", eventType: "AwsServiceEvent" }),
    );
    expect(await evaluate(reports)).toEqual([]);
  });
});

describe("the five minutes of a rate", () => {
  const spread = (lastSecond: number) => [
    ...times(threshold, () => read({ eventTime: secondsIn(0) })),
    read({ eventTime: secondsIn(lastSecond) }),
  ];

  it.each([0, 299])("hold events that lie %i s apart", async (seconds) => {
    expect(await evaluate(spread(seconds))).toHaveLength(1);
  });

  it.each([300, 301])("do not hold events that lie %i s apart", async (seconds) => {
    expect(await evaluate(spread(seconds))).toEqual([]);
  });

  it("slide: they need not begin at a full minute", async () => {
    const records = times(threshold + 1, (n) => read({ eventTime: secondsIn(217 + n * 59) }));
    expect(await evaluate(records)).toHaveLength(1);
  });

  it("are those of the events, not those in which they arrive: late ones join their own", async () => {
    const windows = memoryState();
    const now = times(threshold, () => read({ eventTime: secondsIn(3_000) }));
    const late = times(threshold, () => read({ eventTime: secondsIn(0) }));
    expect(await evaluate(now, windows)).toEqual([]);
    expect(await evaluate(late, windows)).toEqual([]);
    const latest = read({ eventTime: secondsIn(10) });
    const [finding, ...more] = await evaluate([latest], windows);
    expect(more).toEqual([]);
    expect(finding?.lastSeen).toBe(latest.eventTime);
  });

  it("report a flood that goes on as one, however it is cut into batches", async () => {
    const state = memoryState();
    const flood = times(900, (n) => read({ eventTime: secondsIn(n) }));
    const signals: Signal[] = [];
    for (let from = 0; from < flood.length; from += 50)
      signals.push(...(await evaluate(flood.slice(from, from + 50), state)));
    expect(signals.length).toBeGreaterThan(3);
    expect(situationsOf(signals)).toEqual([
      {
        ruleId: "secret-read-rate",
        entity: "111122223333/eu-central-1/prod/db",
        firstSeen: secondsIn(0),
        lastSeen: secondsIn(899),
        count: 300,
      },
    ]);
  });
});
