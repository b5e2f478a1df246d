import { accountOf, type CloudTrailRecord } from "../../../trail/index.ts";
import { SigmaRefusal } from "../refusal.ts";
import type { SigmaRule } from "../rule.ts";
import { valuesAt } from "../value/at-path.ts";
import { textsOf } from "../value/texts.ts";
import { overlap } from "../wants.ts";
import type { Correlation } from "./correlation.ts";

/** A rule, as a correlation sees its events. */
export interface Member {
  reference: string;
  rule: SigmaRule;
  /** The values of `group-by`; undefined if the event lacks one. The account, where nothing is grouped by. */
  entity(record: CloudTrailRecord): string | undefined;
  /** The values that are counted; undefined if the event lacks one. */
  value(record: CloudTrailRecord): string | undefined;
}

/**
 * The rules that a correlation is about.
 *
 * @throws SigmaRefusal if an alias leaves a rule out, or if it cannot be told by which rule's fields an event is grouped
 */
export function membersOf(
  { groupBy, counted, aliases }: Correlation,
  rules: ReadonlyMap<string, SigmaRule>,
): Member[] {
  const members = [...rules].map(([reference, rule]) => {
    const fields = (names: readonly string[]) =>
      names.map((name) => fieldOf(aliases.get(name), name, [reference, rule.header.name, rule.header.id]));
    const [group, values] = [fields(groupBy), fields(counted)];
    const entity = group.length === 0 ? accountOf : textAt(group);
    return { reference, rule, entity, value: textAt(values), fields: JSON.stringify([group, values]) };
  });
  for (const [at, one] of members.entries())
    for (const other of members.slice(0, at))
      if (one.fields !== other.fields && overlap(one.rule.wants, other.rule.wants))
        throw new SigmaRefusal(
          `correlation.aliases: ${one.reference} and ${other.reference} may both hold for one event, and their fields differ; let them demand different eventSource or eventName`,
        );
  return members;
}

/** The first rule that holds for an event which has all that it is grouped and counted by. */
export function memberFor(
  members: readonly Member[],
  record: CloudTrailRecord,
  counts: boolean,
): Member | undefined {
  return members.find(
    ({ rule, entity, value }) =>
      rule.matches(record) && entity(record) !== undefined && (!counts || value(record) !== undefined),
  );
}

function fieldOf(
  alias: ReadonlyMap<string, string> | undefined,
  name: string,
  calledBy: readonly (string | undefined)[],
): string {
  if (!alias) return name;
  for (const called of calledBy) {
    const field = called === undefined ? undefined : alias.get(called);
    if (field !== undefined) return field;
  }
  throw new SigmaRefusal(`correlation.aliases.${name}: it says no field for ${calledBy[0]}`);
}

function textAt(fields: readonly string[]): (record: CloudTrailRecord) => string | undefined {
  const parts = fields.map((field) => {
    const valuesOf = valuesAt(field);
    return (record: CloudTrailRecord) => valuesOf(record).flatMap((value) => textsOf(value)[0] ?? []);
  });
  return (record) => {
    const texts: string[] = [];
    for (const part of parts) {
      const [first, ...more] = part(record);
      if (first === undefined) return undefined;
      texts.push(more.length > 0 ? JSON.stringify([first, ...more]) : first);
    }
    return (texts.length > 1 ? JSON.stringify(texts) : texts[0]) || undefined;
  };
}
