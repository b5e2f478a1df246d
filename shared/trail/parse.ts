import * as z from "zod";
import { type CloudTrailRecord, cloudTrailRecordSchema } from "./record.ts";

/** Something that should be a CloudTrail record is none; the message names the field. */
export class MalformedRecordError extends Error {
  override name = "MalformedRecordError";
}

const eventSchema = z.looseObject({
  source: z.string(),
  "detail-type": z.string(),
  detail: cloudTrailRecordSchema,
});

/**
 * Reads the CloudTrail record out of an EventBridge event.
 *
 * @param json the event as text, as a queue delivers it
 * @throws MalformedRecordError naming what is missing or wrong; the text itself is not repeated
 */
export function parseEventBridgeEvent(json: string): CloudTrailRecord {
  const parsed = eventSchema.safeParse(jsonOf(json));
  if (parsed.success) return parsed.data.detail;
  const [issue] = parsed.error.issues;
  throw new MalformedRecordError(
    `Not an EventBridge event with a CloudTrail record: ${issue?.path.join(".") || "event"}: ${issue?.message}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRecordError("Not an EventBridge event: the text is not JSON.");
  }
}
