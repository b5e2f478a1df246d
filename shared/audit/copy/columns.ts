import * as z from "zod";
import { checkOf } from "../../trail/index.ts";
import type { AuditEvent } from "../event/event.ts";

/** The columns of a copy that events are made of again, in their order; times are UTC. */
const ofEvents = {
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
  grant_id: "VARCHAR",
  staging_label: "VARCHAR",
  recoverable_until: "VARCHAR",
} as const;

/** An event as one column: JSON, of which JavaScript makes it several times as fast as of a value for each column. */
export const eventAsJson = `to_json({${Object.keys(ofEvents)
  .map((name) => `${name}: ${name === "time" ? "epoch_ms(time)" : name}`)
  .join(", ")}})::VARCHAR`;

const structure = {
  ...Object.fromEntries(
    Object.entries(ofEvents).map(([name, type]) => [name, type === "VARCHAR[]" ? ["VARCHAR"] : type]),
  ),
  time: "BIGINT",
  user_agent: "VARCHAR",
};

/** Makes all columns, of a table with an `event` as `jsonOf` gives it and a `record`, the whole record as JSON. */
export const selectOfRows = `SELECT * REPLACE (make_timestamp_ms(time) AS time)
  FROM (SELECT unnest(from_json(event, '${JSON.stringify(structure)}')), record FROM rows)`;

/** An event as JSON, with the names of the columns. */
export function jsonOf(event: AuditEvent, userAgent: string | null | undefined): string {
  const { accessKeyId, grant, stagingLabel, recoverableUntil, time, ...others } = event;
  return JSON.stringify({
    ...others,
    time: Date.parse(time),
    access_key_id: accessKeyId,
    grant_id: grant,
    staging_label: stagingLabel,
    recoverable_until: recoverableUntil,
    user_agent: userAgent,
  });
}

const optional = z.string().nullish();

const rowSchema = z.looseObject({
  id: z.string(),
  time: z.number(),
  source: z.string(),
  operation: z.string(),
  account: z.string(),
  region: z.string(),
  principal: z.string(),
  caller: z.string(),
  access_key_id: optional,
  service: optional,
  address: z.string(),
  network: z.string(),
  keys: z.array(z.string()),
  aliases: z.array(z.string()),
  secret: optional,
  context: optional,
  error: optional,
  denied: z.boolean(),
  change: optional,
  grant_id: optional,
  staging_label: optional,
  recoverable_until: optional,
});

type EventRow = z.infer<typeof rowSchema>;

const checkRow = checkOf(rowSchema);
const isRow = (value: unknown): value is EventRow => checkRow(value);

/** Makes an event again, of `eventAsJson` or of what `jsonOf` gave. */
export function eventOfJson(json: string): AuditEvent {
  const value: unknown = JSON.parse(json);
  const row = isRow(value) ? value : rowSchema.parse(value);
  const { id, source, operation, account, region, principal, caller, address, network } = row;
  const { keys, aliases, denied, access_key_id, service, secret, context, error, change } = row;
  return {
    id,
    time: new Date(row.time).toISOString().replace(".000Z", "Z"),
    source,
    operation,
    account,
    region,
    principal,
    caller,
    address,
    network,
    keys,
    aliases,
    denied,
    ...(access_key_id && { accessKeyId: access_key_id }),
    ...(service && { service }),
    ...(secret && { secret }),
    ...(context && { context }),
    ...(error && { error }),
    ...(change && { change }),
    ...(row.grant_id && { grant: row.grant_id }),
    ...(row.staging_label && { stagingLabel: row.staging_label }),
    ...(row.recoverable_until && { recoverableUntil: row.recoverable_until }),
  };
}
