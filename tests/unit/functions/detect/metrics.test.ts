import { Metrics } from "@aws-lambda-powertools/metrics";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addUses, type Use, useCounter } from "../../../../functions/detect/metrics.ts";
import { aRecord } from "../../trail/a-record.ts";

const arn = (n: number | string) => `arn:aws:kms:eu-central-1:111122223333:key/${n}`;

const ofKey = (eventName: string, key: number | string, cares = {}) =>
  aRecord({
    eventSource: "kms.amazonaws.com",
    eventName,
    requestParameters: null,
    resources: [{ ARN: arn(key) }],
    ...cares,
  });

const read = (secretId: string, cares = {}) => aRecord({ requestParameters: { secretId }, ...cares });

const named = (uses: readonly Use[], metric: string) =>
  Object.fromEntries(
    uses.flatMap((use) => (use.metric === metric && use.dimension ? [[use.dimension.value, use.count]] : [])),
  );

const total = (uses: readonly Use[], metric: string) =>
  uses.find((use) => use.metric === metric && !use.dimension)?.count;

describe("what is counted of a batch of records", () => {
  it("is decrypts by key, and secrets retrieved by secret, of calls that succeeded", () => {
    const uses = useCounter()([
      ofKey("Decrypt", 1),
      ofKey("Decrypt", 1),
      ofKey("Decrypt", 2),
      ofKey("Encrypt", 1),
      ofKey("Decrypt", 1, { errorCode: "DisabledException" }),
      read("prod/db"),
      read("prod/db", { eventName: "DescribeSecret" }),
    ]);
    expect(total(uses, "KmsDecrypts")).toBe(3);
    expect(named(uses, "KmsDecrypts")).toEqual({ [arn(1)]: 2, [arn(2)]: 1 });
    expect(total(uses, "SecretsRetrieved")).toBe(1);
    expect(named(uses, "SecretsRetrieved")).toEqual({ "111122223333/eu-central-1/prod/db": 1 });
  });

  it("is keys disabled or scheduled for deletion", () => {
    const uses = useCounter()([
      ofKey("DisableKey", 1),
      ofKey("ScheduleKeyDeletion", 2),
      ofKey("EnableKey", 1),
    ]);
    expect(total(uses, "KeysDisabled")).toBe(2);
  });

  it("is calls that were denied, by what they were about", () => {
    const uses = useCounter()([
      ofKey("Decrypt", 1, { errorCode: "AccessDenied" }),
      read("prod/db", { errorCode: "AccessDeniedException" }),
      read("prod/db", { errorCode: "ResourceNotFoundException" }),
    ]);
    expect(total(uses, "AccessDenied")).toBe(2);
    expect(named(uses, "AccessDenied")).toEqual({ [arn(1)]: 1, "111122223333/eu-central-1/prod/db": 1 });
  });

  it("is zero where there is nothing, so that what is usual can be learnt", () => {
    expect(useCounter()([]).map(({ metric, count }) => [metric, count])).toEqual([
      ["KmsDecrypts", 0],
      ["SecretsRetrieved", 0],
      ["KeysDisabled", 0],
      ["AccessDenied", 0],
    ]);
  });

  it("tells the ten most used keys of a batch apart, and the rest together; none is lost", () => {
    const records = Array.from({ length: 15 }, (_, key) =>
      Array.from({ length: key + 1 }, () => ofKey("Decrypt", key)),
    ).flat();
    const uses = named(useCounter()(records), "KmsDecrypts");
    expect(Object.keys(uses)).toHaveLength(11);
    expect(uses[arn(14)]).toBe(15);
    expect(uses.other).toBe(1 + 2 + 3 + 4 + 5);
  });

  it("tells no more than fifty apart however many batches come, so that nobody can run up the bill", () => {
    const count = useCounter();
    const values = new Set<string>();
    for (let batch = 0; batch < 100; batch += 1) {
      const records = Array.from({ length: 5 }, (_, n) =>
        ofKey("Decrypt", `${batch}-${n}`, { errorCode: "AccessDenied" }),
      );
      for (const value of Object.keys(named(count(records), "AccessDenied"))) values.add(value);
    }
    expect(values.size).toBe(51);
    // What is told apart once stays so.
    expect(
      Object.keys(named(count([ofKey("Decrypt", "0-0", { errorCode: "AccessDenied" })]), "AccessDenied")),
    ).toEqual([arn("0-0")]);
  });

  it("names what CloudWatch takes for the value of a dimension", () => {
    const uses = useCounter()([read(`prod/é\n${"x".repeat(2_000)}`)]);
    const [value = ""] = Object.keys(named(uses, "SecretsRetrieved"));
    expect(value).toMatch(/^[\x20-\x7e]{1,1024}$/);
  });
});

describe("the metrics of detect", () => {
  afterEach(() => vi.restoreAllMocks());

  it("are written in CloudWatch's embedded metric format, one document for each key", () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const metrics = new Metrics({ namespace: "Rekey", serviceName: "rekey-test" });
    addUses(metrics, [ofKey("Decrypt", 1), ofKey("Decrypt", 1)]);
    metrics.publishStoredMetrics();
    vi.restoreAllMocks();
    const lines = written
      .join("")
      .split("\n")
      .filter((line) => line.startsWith("{"));
    const documents = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(documents).toContainEqual(
      expect.objectContaining({ service: "rekey-test", Key: arn(1), KmsDecrypts: 2 }),
    );
    const totals = documents.find((document) => !("Key" in document));
    expect(totals).toMatchObject({ KmsDecrypts: 2, SecretsRetrieved: 0, KeysDisabled: 0, AccessDenied: 0 });
    expect(JSON.stringify(totals)).toContain('"Dimensions":[["service"]]');
  });
});
