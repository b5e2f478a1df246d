import type { CloudTrailRecord } from "../../../trail/index.ts";
import { arnOf, asked, at, text } from "../../reading/index.ts";

/** The trail that a call names: its ARN where the answer has it, else its name as given. */
export function trailOf(record: CloudTrailRecord): string {
  const answered = text(at(record.responseElements, "trailARN"));
  const given = answered ?? asked(record, "name") ?? asked(record, "trailName") ?? "unknown trail";
  return given.startsWith("arn:") ? given : arnOf(record, "cloudtrail", `trail/${given}`);
}
