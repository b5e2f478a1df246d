import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Detection } from "../../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";
import { aRecord } from "../../trail/a-record.ts";
import { aRule, load } from "./a-rule.ts";

const base = (name: string, selection: unknown, cares: Record<string, unknown> = {}) =>
  aRule({ selection, condition: "selection" }, { title: `Rule ${name}`, name, ...cares });
const login = base("login", { eventName: "ConsoleLogin" }, { level: "low", tags: ["attack.t1078"] });
const failed = base("failed", { eventName: "ConsoleLogin", errorMessage: "Failed authentication" });
const read = base("read", { eventSource: "secretsmanager.amazonaws.com", eventName: "GetSecretValue" });
const list = base("list", { eventSource: "secretsmanager.amazonaws.com", eventName: "ListSecrets" });
const stop = base("stop", { eventName: "StopLogging" });

const counting = {
  type: "event_count",
  rules: ["read"],
  "group-by": ["userIdentity.arn"],
  timespan: "5m",
  condition: { gte: 3 },
};

function correlation(cares: Record<string, unknown>, header: Record<string, unknown> = {}): string {
  return stringify({ title: "Together", correlation: { ...counting, ...cares }, ...header });
}

/** The detection of the kind, if it is the only one and nothing was refused. */
function only<Kind extends Detection["kind"]>(
  kind: Kind,
  ...texts: string[]
): Extract<Detection, { kind: Kind }> {
  const { detections, refused } = load(...texts);
  const isKind = (one: Detection): one is Extract<Detection, { kind: Kind }> => one.kind === kind;
  const [found] = detections.filter(isKind);
  if (!found || detections.length > 1 || refused.length > 0)
    throw new Error(refused[0]?.reason ?? `${detections.length} detections`);
  return found;
}

const event = (eventName: string, cares: Partial<CloudTrailRecord> = {}) =>
  aRecord({ eventName, eventSource: "x.amazonaws.com", ...cares });
const secret = (secretId: string) => aRecord({ requestParameters: { secretId } });
const alice = "arn:aws:iam::111122223333:user/alice";

describe("event_count", () => {
  it("counts the events of its rules by what they are grouped by", () => {
    const detection = only("threshold", correlation({ rules: ["read", "list"] }), read, list);
    expect(detection).toMatchObject({ id: "sigma/together", threshold: 2, windowSeconds: 300 });
    expect(detection.wants).toEqual([
      { source: "secretsmanager.amazonaws.com", names: ["GetSecretValue", "ListSecrets"] },
    ]);
    expect(detection.distinct).toBeUndefined();
    expect(detection.matches(aRecord())).toBe(true);
    expect(detection.entity(aRecord())).toBe(alice);
    expect(detection.matches(event("StopLogging"))).toBe(false);
    expect(detection.why(3, alice)).toBe(`3 events of ${alice} within 5 minutes. Together.`);
  });

  it("does not count an event that lacks what it is grouped by", () => {
    const detection = only("threshold", correlation({}), read);
    expect(detection.matches(aRecord({ userIdentity: { type: "AWSAccount" } }))).toBe(false);
  });

  it("keeps several values apart, and lists of them", () => {
    const by = ["userIdentity.arn", "requestParameters.ids"];
    const { entity } = only("threshold", correlation({ "group-by": by }), read);
    const entityOf = (ids: unknown) => entity(aRecord({ requestParameters: { ids } }));
    expect(entityOf("a")).toBe(JSON.stringify([alice, "a"]));
    expect(entityOf(["a", "b"])).not.toBe(entityOf("a"));
    expect(entityOf([])).not.toBe(entityOf("a"));
    expect(entityOf(undefined)).toBeUndefined();
  });

  it("counts the events of an account together where nothing is grouped by", () => {
    const { entity } = only("threshold", correlation({ "group-by": undefined }), read);
    expect(entity(aRecord())).toBe("111122223333");
  });

  it.each([
    [{ gte: 1 }, 0],
    [{ gt: 1 }, 1],
    [{ gte: 100 }, 99],
    [{ gt: 5, gte: 3 }, 5],
  ])("fires for more than what its condition leaves out: %j is more than %i", (condition, threshold) => {
    expect(only("threshold", correlation({ condition }), read).threshold).toBe(threshold);
  });

  it.each([
    ["30s", 30, "30 seconds"],
    ["90m", 5_400, "90 minutes"],
    ["1h", 3_600, "1 hour"],
    ["1d", 86_400, "1 day"],
  ])("takes %s for %i seconds", (timespan, seconds, said) => {
    const detection = only("threshold", correlation({ timespan }), read);
    expect(detection.windowSeconds).toBe(seconds);
    expect(detection.why(3, "x")).toContain(said);
  });

  it("is as severe as the severest of its rules unless it says otherwise", () => {
    const rules = ["login", "read"];
    expect(only("threshold", correlation({ rules }), login, read)).toMatchObject({
      severity: "LOW",
      technique: "T1078",
    });
    const said = correlation({ rules }, { level: "critical", tags: ["attack.t1110.003"] });
    expect(only("threshold", said, login, read)).toMatchObject({
      severity: "CRITICAL",
      technique: "T1110.003",
    });
    expect(only("threshold", correlation({}), read).severity).toBe("MEDIUM");
  });
});

describe("value_count", () => {
  const field = "requestParameters.secretId";
  it("counts the different values of a field", () => {
    const detection = only(
      "threshold",
      correlation({ type: "value_count", condition: { field, gt: 9 } }),
      read,
    );
    expect(detection.threshold).toBe(9);
    expect(detection.distinct?.(secret("a"))).toBe("a");
    expect(detection.matches(aRecord({ requestParameters: {} }))).toBe(false);
    expect(detection.why(10, "x")).toContain(`10 different values of ${field}`);
  });

  it("counts the different pairs of two fields", () => {
    const condition = { field: [field, "awsRegion"], gte: 2 };
    const { distinct } = only("threshold", correlation({ type: "value_count", condition }), read);
    expect(distinct?.(secret("a"))).toBe('["a","eu-central-1"]');
  });
});

describe("aliases", () => {
  const aliases = { who: { list: "userIdentity.userName", stop: "requestParameters.name" } };

  it("name the field of each rule's events that they are grouped by", () => {
    const cares = { rules: ["list", "stop"], "group-by": ["who"], aliases };
    const { entity } = only("threshold", correlation(cares), list, stop);
    expect(entity(aRecord({ eventName: "ListSecrets" }))).toBe("alice");
    expect(entity(event("StopLogging", { requestParameters: { name: "bob" } }))).toBe("bob");
  });

  it("may call a rule by its name where the correlation calls it by its id", () => {
    const byId = base("stop", { eventName: "StopLogging" }, { id: "stop-id" });
    const { entity } = only(
      "threshold",
      correlation({ rules: ["stop-id"], "group-by": ["who"], aliases }),
      byId,
    );
    expect(entity(event("StopLogging", { requestParameters: { name: "bob" } }))).toBe("bob");
  });
});

describe("temporal", () => {
  const temporal = (rules: string[], condition?: unknown) =>
    correlation({ type: "temporal", rules, condition });

  it("counts which of its rules held, in whatever order", () => {
    const detection = only("threshold", temporal(["read", "list", "stop"]), read, list, stop);
    expect(detection.threshold).toBe(2);
    expect(detection.distinct?.(aRecord())).toEqual(["read"]);
    expect(detection.distinct?.(event("StopLogging"))).toEqual(["stop"]);
  });

  it("may be content with fewer", () => {
    const detection = only("threshold", temporal(["read", "list", "stop"], { gte: 2 }), read, list, stop);
    expect(detection.threshold).toBe(1);
  });

  it("counts an event for each rule that holds for it", () => {
    const { distinct } = only("threshold", temporal(["login", "failed", "stop"]), login, failed, stop);
    expect(distinct?.(event("ConsoleLogin"))).toEqual(["login"]);
    const fails = event("ConsoleLogin", { errorMessage: "Failed authentication" });
    expect(distinct?.(fails)).toEqual(["login", "failed"]);
  });
});

describe("temporal_ordered", () => {
  const ordered = (rules: string[], cares: Record<string, unknown> = {}) =>
    correlation({ type: "temporal_ordered", rules, condition: undefined, ...cares });

  it("is a sequence of its rules", () => {
    const detection = only("sequence", ordered(["list", "read"]), list, read);
    expect(detection.steps.map(({ says }) => says)).toEqual(["Rule list", "Rule read"]);
    const listed = aRecord({ eventName: "ListSecrets" });
    expect(detection.steps.map((step) => step.matches(listed))).toEqual([true, false]);
    expect(detection.matches(listed) && detection.matches(aRecord())).toBe(true);
    expect(detection.entity(listed)).toBe(alice);
    expect(detection.matches(event("StopLogging"))).toBe(false);
    expect(detection.why(aRecord(), alice)).toContain("Rule list, then Rule read: within 5 minutes");
  });

  it("may have counts for steps", () => {
    const field = "requestParameters.secretId";
    const many = correlation(
      { type: "value_count", condition: { field, gte: 5 } },
      { title: "Many", name: "many" },
    );
    const { steps } = only("sequence", ordered(["many", "stop"]), many, read, stop);
    expect(steps.map(({ times }) => times)).toEqual([5, undefined]);
    expect(steps[0]?.distinct?.(secret("a"))).toBe("a");
    expect(steps[0]?.matches(aRecord())).toBe(true);
  });

  it.each([
    ["another timespan", { timespan: "1h" }],
    ["other groups", { "group-by": ["sourceIPAddress"] }],
  ])("refuses a step with %s", (_, cares) => {
    const many = correlation({}, { title: "Many", name: "many" });
    const { refused } = load(ordered(["many", "stop"], cares), many, read, stop);
    expect(refused[0]?.reason).toContain("a step must have those of the whole");
  });
});

describe("the rules of a correlation", () => {
  const idsOf = (...texts: string[]) => load(...texts).detections.map(({ id }) => id);

  it("fire by themselves only if it says so", () => {
    expect(idsOf(correlation({}), read)).toEqual(["sigma/together"]);
    expect(idsOf(correlation({}, { generate: false }), read)).toEqual(["sigma/together"]);
    expect(idsOf(correlation({}, { generate: true }), read)).toEqual(["sigma/together", "sigma/rule-read"]);
    expect(idsOf(correlation({ generate: true }), read)).toEqual(["sigma/together", "sigma/rule-read"]);
  });

  it("may stand before or behind it, in its file or another, and be called by id", () => {
    const byId = aRule({ selection: { eventName: "x" }, condition: "selection" }, { id: "by-id" });
    expect(idsOf(read, correlation({}))).toEqual(["sigma/together"]);
    expect(idsOf([read, correlation({})].join("---\n"))).toEqual(["sigma/together"]);
    expect(idsOf(correlation({ rules: ["by-id"] }), byId)).toEqual(["sigma/together"]);
  });

  it("are refused with it, since alone they were not meant to fire", () => {
    const { detections, refused } = load(correlation({ condition: { lt: 3 } }), read);
    expect(detections).toEqual([]);
    expect(refused.map(({ title, reason }) => [title, reason])).toEqual([
      ["Together", expect.stringContaining("lt cannot be decided")],
      ["Rule read", "it is only part of Together, which was refused"],
    ]);
  });

  it("and those of a count that is a step are refused with the whole", () => {
    const many = correlation({}, { title: "Many", name: "many" });
    const whole = correlation({ type: "temporal_ordered", rules: ["many", "gone"], condition: undefined });
    expect(load(whole, many, read).refused.map(({ title }) => title)).toEqual([
      "Together",
      "Many",
      "Rule read",
    ]);
  });
});

describe("a correlation is refused", () => {
  const rules = ["read", "list"];
  it.each<[string, Record<string, unknown>, string]>([
    ["for another type", { type: "value_sum" }, "correlation.type: value_sum is not one of those"],
    ["without rules", { rules: [] }, "correlation.rules: there is none"],
    ["for a rule that is not there", { rules: ["gone"] }, "no rule has the id or name gone"],
    ["for a rule that was refused", { rules: ["old"] }, "old was refused: its status is deprecated"],
    ["for itself", { rules: ["me"] }, "me is a correlation itself"],
    ["without a time", { timespan: undefined }, "correlation.timespan"],
    ["for a time it does not know", { timespan: "1M" }, "it is written like"],
    ["for a time that is too long", { timespan: "2d" }, "at most 1d"],
    ["without a condition", { condition: undefined }, "correlation.condition: it is missing"],
    ["for lte", { condition: { lte: 3 } }, "lte cannot be decided"],
    ["for eq", { condition: { eq: 3 } }, "eq cannot be decided"],
    ["for neq", { condition: { neq: 3 } }, "neq cannot be decided"],
    ["for a range", { condition: { gt: 3, lt: 9 } }, "lt cannot be decided"],
    ["for what always holds", { condition: { gte: 0 } }, "it holds even without any event"],
    ["for a fraction", { condition: { gte: 1.5 } }, "gte needs a whole number"],
    ["for a comparison that is none", { condition: { many: 3 } }, "many is not known"],
    ["for no comparison", { condition: {} }, "gt or gte is missing"],
    ["for values without a field", { type: "value_count" }, "value_count needs the field"],
    [
      "for a field without values",
      { condition: { field: "x", gte: 3 } },
      "field does not go with event_count",
    ],
    [
      "for an alias that leaves out a rule",
      { "group-by": ["a"], aliases: { a: { x: "y" } } },
      "no field for read",
    ],
    [
      "for aliases of rules that may hold at once",
      { rules: ["login", "failed"], "group-by": ["a"], aliases: { a: { login: "x", failed: "y" } } },
      "may both hold for one event",
    ],
    ["for one rule at a time", { type: "temporal", rules: ["read"] }, "temporal needs two or more"],
    ["for more than there are", { type: "temporal", rules, condition: { gte: 3 } }, "there are only 2 rules"],
    [
      "for an order of one",
      { type: "temporal_ordered", rules: ["read"], condition: undefined },
      "needs two or more",
    ],
    [
      "for an order of some",
      { type: "temporal_ordered", rules: ["read", "list", "stop"], condition: { gte: 2 } },
      "only if all rules are to hold",
    ],
  ])("%s", (_, cares, reason) => {
    const old = base("old", { eventName: "x" }, { status: "deprecated" });
    const { refused } = load(correlation(cares, { name: "me" }), read, list, login, failed, stop, old);
    expect(refused.find(({ title }) => title === "Together")?.reason).toContain(reason);
  });
});
