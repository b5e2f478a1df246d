import type { DuckDBAppender } from "@duckdb/node-api";
import type { CloudTrailRecord } from "../../trail/index.ts";
import type { AuditEvent } from "../event/event.ts";

/** The columns of a copy, in their order; times are UTC. `record` is the whole record, as JSON. */
export const columns = {
  id: "VARCHAR",
  time: "TIMESTAMP",
  source: "VARCHAR",
  operation: "VARCHAR",
  account: "VARCHAR",
  region: "VARCHAR",
  principal: "VARCHAR",
  caller: "VARCHAR",
  access_key_id: "VARCHAR",
  service: "VARCHAR",
  address: "VARCHAR",
  network: "VARCHAR",
  keys: "VARCHAR[]",
  aliases: "VARCHAR[]",
  secret: "VARCHAR",
  context: "VARCHAR",
  error: "VARCHAR",
  denied: "BOOLEAN",
  change: "VARCHAR",
  recoverable_until: "VARCHAR",
  user_agent: "VARCHAR",
  record: "VARCHAR",
} as const;

/** The columns that events are made of again. */
export const eventColumns = Object.keys(columns)
  .filter((name) => name !== "user_agent" && name !== "record" && name !== "time")
  .concat("epoch_ms(time)::DOUBLE AS time_ms")
  .join(", ");

/** DuckDB's own types, as its library makes them. */
export interface DuckDbTypes {
  timestamp(ms: number): Parameters<DuckDBAppender["appendTimestamp"]>[0];
  texts: Parameters<DuckDBAppender["appendList"]>[1];
}

/** Appends an event as a row. */
export function appendEvent(
  appender: DuckDBAppender,
  event: AuditEvent,
  record: CloudTrailRecord,
  { timestamp, texts }: DuckDbTypes,
): void {
  const text = (value: string | null | undefined) =>
    value === undefined || value === null ? appender.appendNull() : appender.appendVarchar(value);
  text(event.id);
  appender.appendTimestamp(timestamp(Date.parse(event.time)));
  text(event.source);
  text(event.operation);
  text(event.account);
  text(event.region);
  text(event.principal);
  text(event.caller);
  text(event.accessKeyId);
  text(event.service);
  text(event.address);
  text(event.network);
  appender.appendList([...event.keys], texts);
  appender.appendList([...event.aliases], texts);
  text(event.secret);
  text(event.context);
  text(event.error);
  appender.appendBoolean(event.denied);
  text(event.change);
  text(event.recoverableUntil);
  text(record.userAgent);
  text(JSON.stringify(record));
  appender.endRow();
}

/** Makes an event of a row again. */
export function eventOfRow(row: Record<string, unknown>): AuditEvent {
  const text = (name: keyof typeof columns): string => {
    const value = row[name];
    return typeof value === "string" ? value : "";
  };
  const optional = <Name extends string>(name: Name, column: keyof typeof columns) => {
    const field: Partial<Record<Name, string>> = {};
    const value = row[column];
    if (typeof value === "string") field[name] = value;
    return field;
  };
  return {
    id: text("id"),
    time: new Date(Number(row.time_ms)).toISOString().replace(".000Z", "Z"),
    source: text("source"),
    operation: text("operation"),
    account: text("account"),
    region: text("region"),
    principal: text("principal"),
    caller: text("caller"),
    ...optional("accessKeyId", "access_key_id"),
    ...optional("service", "service"),
    address: text("address"),
    network: text("network"),
    keys: texts(row.keys),
    aliases: texts(row.aliases),
    ...optional("secret", "secret"),
    ...optional("context", "context"),
    ...optional("error", "error"),
    denied: row.denied === true,
    ...optional("change", "change"),
    ...optional("recoverableUntil", "recoverable_until"),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
