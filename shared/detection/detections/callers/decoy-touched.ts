import type { CloudTrailRecord } from "../../../trail/index.ts";
import { keysOf, secretOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { byService, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { parametersOf } from "../parameters/read.ts";
import { givesData } from "./gives-data.ts";

/** A decoy is a secret, parameter or key that nothing uses: whoever reads it is looking for something. */
export function decoyTouched({ decoys }: DetectionSettings): MatchDetection {
  const decoyIn = (record: CloudTrailRecord) => named(record).find((name) => isDecoy(name, decoys));
  return {
    id: "decoy-touched",
    title: "Decoy read",
    description:
      "Somebody read, or tried to read, a secret, parameter or key that is named under decoys: nothing uses those, so whoever does is looking for something.",
    technique: "T1555.006",
    severity: "CRITICAL",
    kind: "match",
    countsOwnStack: true,
    wants: givesData,
    matches: (record) => decoys.length > 0 && !byService(record),
    entity: decoyIn,
    why: (record) =>
      `${who(record)} called ${record.eventName} on the decoy ${decoyIn(record)} from ${record.sourceIPAddress}.`,
    remedy:
      "Take away the credentials now. Then see everything else that they read, and rotate it: rekey rotate SECRET for each.",
  };
}

function named(record: CloudTrailRecord): string[] {
  const secret = secretOf(record);
  return [...(secret ? [secret] : []), ...keysOf(record), ...parametersOf(record)];
}

/** A secret is a decoy by its name alone or as `account/region/name`, a parameter by its name, a key by its ARN. */
function isDecoy(name: string, decoys: readonly string[]): boolean {
  return decoys.some((decoy) => name === decoy || name.split("/").slice(2).join("/") === decoy);
}
