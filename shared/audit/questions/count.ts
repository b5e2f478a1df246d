import type { AuditEvent } from "../event/event.ts";
import { firstByName } from "../first-by-name.ts";
import { byCount, mostNamed, noOccurrences, type Occurrences, occur, type Question } from "../question.ts";
import type { Subject } from "../subject/subject.ts";
import { usesOf } from "./who-used.ts";

/** What uses are counted by. */
export const countedBy = ["hour", "day", "principal", "network"] as const;
export type CountedBy = (typeof countedBy)[number];

/** How often a key or secret was used. */
export interface Count extends Occurrences {
  /** By hour and day in the order of time, with none left out between the first and the last. */
  groups: ({ name: string } & Occurrences)[];
  hasMore: boolean;
}

const hourMs = 3_600_000;

/**
 * How many times a key or secret was used; what failed is counted apart.
 *
 * @param timeZone of the hours and days, an IANA name
 */
export function count(
  subject: Subject,
  { by = "day", timeZone, operations }: { by?: CountedBy; timeZone: string; operations?: readonly string[] },
): Question<Count> {
  return {
    wants: [usesOf(subject, operations)],
    subject,
    begin: () => {
      const name = nameBy(by, timeZone);
      const all = noOccurrences();
      const groups = firstByName<Occurrences>(mostNamed);
      return {
        add: (event) => {
          occur(all, event);
          const group = groups.of(name(event), noOccurrences);
          if (group) occur(group, event);
        },
        answer: () => {
          const named = new Map(groups.entries());
          const isTime = by === "hour" || by === "day";
          if (isTime)
            for (const label of labelsBetween(all, by, timeZone))
              if (!named.has(label)) named.set(label, noOccurrences());
          const list = [...named].map(([name, group]) => ({ name, ...group }));
          return {
            ...all,
            groups: isTime ? list.sort((one, other) => (one.name < other.name ? -1 : 1)) : list.sort(byCount),
            hasMore: groups.hasMore(),
          };
        },
      };
    },
  };
}

function nameBy(by: CountedBy, timeZone: string): (event: AuditEvent) => string {
  if (by === "principal")
    return ({ principal, service }) => (service ? `${principal} through ${service}` : principal);
  if (by === "network") return ({ network }) => network;
  const label = labelOf(by, timeZone);
  return ({ time }) => label(Date.parse(time));
}

/** Names an hour or day such as `2026-03-01 14:00` or `2026-03-01`. Formatting is slow: each quarter of an hour is done once. */
export function labelOf(by: "hour" | "day", timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  let known = new Map<number, string>();
  return (ms) => {
    const quarter = Math.floor(ms / (hourMs / 4));
    const label = known.get(quarter);
    if (label !== undefined) return label;
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const day = `${parts.year}-${parts.month}-${parts.day}`;
    const made = by === "day" ? day : `${day} ${parts.hour}:00`;
    if (known.size > mostNamed) known = new Map();
    known.set(quarter, made);
    return made;
  };
}

function* labelsBetween(
  { first, last, count }: Occurrences,
  by: "hour" | "day",
  timeZone: string,
): Generator<string> {
  if (count === 0) return;
  const label = labelOf(by, timeZone);
  const end = Date.parse(last);
  // An hour that the clock goes through twice has one name; a day is at least 23 hours long.
  for (let [at, made] = [Date.parse(first), 0]; at < end && made < mostNamed; at += hourMs, made += 1)
    yield label(at);
}
