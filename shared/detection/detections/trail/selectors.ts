import type { CloudTrailRecord } from "../../../trail/index.ts";
import { at, list, text, texts } from "../../reading/index.ts";

const watched = ["kms.amazonaws.com", "secretsmanager.amazonaws.com", "ssm.amazonaws.com"];

/**
 * What a call of `PutEventSelectors` makes a trail miss of what Rekey watches, in words; undefined if nothing.
 * A trail may have several selectors, each of which adds events.
 */
export function missedBy({ requestParameters }: CloudTrailRecord): string | undefined {
  const basic = list(at(requestParameters, "eventSelectors"));
  const advanced = list(at(requestParameters, "advancedEventSelectors"));
  const missed = [...basic.map(missedByBasic), ...advanced.map(missedByAdvanced)];
  if (missed.length === 0 || missed.includes("")) return undefined;
  // The least that any of the selectors leaves out; those that are about no management events miss them all.
  return missed.find((words) => words !== all) ?? all;
}

const all = "management events";

function missedByBasic(selector: unknown): string {
  if (at(selector, "includeManagementEvents") === false) return all;
  const excluded = texts(at(selector, "excludeManagementEventSources")).filter((source) =>
    watched.includes(source),
  );
  if (excluded.length > 0) return `events of ${excluded.join(", ")}`;
  const type = text(at(selector, "readWriteType")) ?? "All";
  return type === "All" ? "" : type === "WriteOnly" ? "read-only events" : "write events";
}

function missedByAdvanced(selector: unknown): string {
  const fields = list(at(selector, "fieldSelectors"));
  const field = (name: string) => fields.find((one) => at(one, "field") === name);
  if (!texts(at(field("eventCategory"), "equals")).includes("Management")) return all;
  const excluded = texts(at(field("eventSource"), "notEquals")).filter((source) => watched.includes(source));
  if (excluded.length > 0) return `events of ${excluded.join(", ")}`;
  const only = texts(at(field("eventSource"), "equals"));
  if (only.length > 0 && !watched.every((source) => only.includes(source)))
    return `events of all but ${only.join(", ")}`;
  const readOnly = texts(at(field("readOnly"), "equals"));
  if (readOnly.length !== 1) return "";
  return readOnly[0] === "false" ? "read-only events" : "write events";
}
