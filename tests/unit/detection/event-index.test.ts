import { describe, expect, it } from "vitest";
import { anySource, indexByEvent } from "../../../shared/detection/event-index.ts";
import { aRecord } from "../trail/a-record.ts";

const disableKey = aRecord({ eventSource: "kms.amazonaws.com", eventName: "DisableKey" });

const detection = (id: string, wants: { source: string; names?: readonly string[] }[]) => ({ id, wants });

const indexOf = (...detections: ReturnType<typeof detection>[]) => indexByEvent(detections, ({ id }) => id);

describe("the event index", () => {
  it("finds the detections that want an event by name, and those that want all of its source", () => {
    const index = indexOf(
      detection("by-name", [{ source: "kms.amazonaws.com", names: ["EnableKey", "DisableKey"] }]),
      detection("by-source", [{ source: "kms.amazonaws.com" }]),
      detection("by-either", [
        { source: "ssm.amazonaws.com" },
        { source: "kms.amazonaws.com", names: ["DisableKey"] },
      ]),
      detection("twice", [
        { source: "kms.amazonaws.com" },
        { source: "kms.amazonaws.com", names: ["DisableKey"] },
      ]),
    );
    expect(index(disableKey).toSorted()).toEqual(["by-either", "by-name", "by-source", "twice"]);
    expect(index(aRecord({ eventSource: "kms.amazonaws.com", eventName: "Decrypt" }))).toEqual([
      "by-source",
      "twice",
    ]);
  });

  it("finds no detection that does not want the event", () => {
    const index = indexOf(
      detection("other-name", [{ source: "kms.amazonaws.com", names: ["EnableKey"] }]),
      detection("other-source", [{ source: "ssm.amazonaws.com" }]),
      detection("same-name", [{ source: "ssm.amazonaws.com", names: ["DisableKey"] }]),
      detection("no-name", [{ source: "kms.amazonaws.com", names: [] }]),
      detection("wanted", [{ source: "kms.amazonaws.com" }]),
    );
    expect(index(disableKey)).toEqual(["wanted"]);
  });

  it("finds none for an event of a source that nobody watches", () => {
    const index = indexOf(detection("kms", [{ source: "kms.amazonaws.com" }]));
    expect(index(aRecord({ eventSource: "__proto__", eventName: "constructor" }))).toEqual([]);
  });
});

describe("the event index, for detections of any source", () => {
  it("finds those that want all events, or those of a name whatever their source", () => {
    const index = indexOf(
      detection("everything", [{ source: anySource }]),
      detection("by-name", [{ source: anySource, names: ["DisableKey"] }]),
      detection("other-name", [{ source: anySource, names: ["EnableKey"] }]),
      detection("other-source", [{ source: "ssm.amazonaws.com" }]),
      detection("source", [{ source: "kms.amazonaws.com" }]),
    );
    expect(index(disableKey).toSorted()).toEqual(["by-name", "everything", "source"]);
    const elsewhere = (eventName: string) => index(aRecord({ eventSource: "s3.amazonaws.com", eventName }));
    expect(elsewhere("DisableKey").toSorted()).toEqual(["by-name", "everything"]);
    expect(elsewhere("GetObject")).toEqual(["everything"]);
  });

  it("finds each once, for however many reasons it wants an event", () => {
    const index = indexOf(
      detection("eager", [
        { source: "kms.amazonaws.com" },
        { source: "KMS.amazonaws.com", names: ["DisableKey", "disablekey"] },
        { source: anySource, names: ["DisableKey"] },
        { source: anySource },
        { source: anySource },
      ]),
    );
    expect(index(disableKey)).toEqual(["eager"]);
    expect(index(aRecord({ eventSource: "s3.amazonaws.com" }))).toEqual(["eager"]);
  });

  it("does not mind the case of letters", () => {
    const index = indexOf(detection("shouted", [{ source: "KMS.AMAZONAWS.COM", names: ["DISABLEKEY"] }]));
    expect(index(disableKey)).toEqual(["shouted"]);
  });
});
