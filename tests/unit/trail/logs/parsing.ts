import type { CloudTrailRecord, LogProblem, WantedEvents } from "../../../../shared/trail/index.ts";
import { parseLog } from "../../../../shared/trail/logs/parse-log.ts";
import { wantedNames } from "../../../../shared/trail/logs/wanted-events.ts";

/** All that was found in a log. */
export interface Whole {
  records: CloudTrailRecord[];
  seen: number;
  problems: LogProblem[];
}

/** The events of Secrets Manager that records of tests are of. */
export const secretEvents: WantedEvents[] = [{ source: "secretsmanager.amazonaws.com" }];

/** Reads a log that comes in pieces, the first ones of these sizes. */
export function parse(
  log: string | Buffer,
  wants: readonly WantedEvents[] = secretEvents,
  sizes: readonly number[] = [],
): Whole {
  const names = wantedNames(wants);
  const parser = parseLog("a.json", {
    names,
    fromMs: Number.NEGATIVE_INFINITY,
    toMs: Number.POSITIVE_INFINITY,
  });
  const whole: Whole = { records: [], seen: 0, problems: [] };
  const add = (parts: Iterable<Whole>) => {
    for (const { records, seen, problems } of parts) {
      whole.records.push(...records);
      whole.seen += seen;
      whole.problems.push(...problems);
    }
  };
  let rest = Buffer.from(log);
  for (const size of sizes) {
    add(parser.push(rest.subarray(0, size)));
    rest = rest.subarray(size);
  }
  add(parser.push(rest));
  add(parser.end());
  return whole;
}
