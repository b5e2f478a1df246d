import type { AuditEvent } from "../event/event.ts";
import { type AliasSpan, isAlias } from "./alias-history.ts";
import type { Subject } from "./subject.ts";

/**
 * Tells the events that are about a subject.
 *
 * @param spans the times of an alias, as `aliasHistory` tells them
 */
export function matches(subject: Subject, spans: readonly AliasSpan[] = []): (event: AuditEvent) => boolean {
  switch (subject.kind) {
    case "key": {
      const { arn, id } = subject;
      return ({ keys }) => keys.some((key) => (arn ? key === arn : key.endsWith(`:key/${id}`)));
    }
    case "alias":
      return ({ keys, aliases, time }) =>
        aliases.some((name) => isAlias(subject, name)) ||
        spans.some(
          ({ key, from, to }) =>
            keys.includes(key) && (from === undefined || time >= from) && (to === undefined || time < to),
        );
    case "secret": {
      const { name, isPrefix, account, region } = subject;
      return ({ secret }) => {
        if (secret === undefined) return false;
        const [itsAccount, itsRegion, ...rest] = secret.split("/");
        const itsName = rest.join("/");
        return (
          (isPrefix ? itsName.startsWith(name) : itsName === name) &&
          (account === undefined || account === itsAccount) &&
          (region === undefined || region === itsRegion)
        );
      };
    }
    case "principal": {
      const { text } = subject;
      return (event) => principalNames(event).includes(text);
    }
  }
}

/** All that a principal may be asked for by. */
function principalNames({ principal, caller, accessKeyId, service }: AuditEvent): (string | undefined)[] {
  return [principal, caller, accessKeyId, service, lastOf(principal), lastOf(caller)];
}

/** The name of a user, role or session in an ARN. */
function lastOf(arn: string): string | undefined {
  return arn.startsWith("arn:") ? arn.split(/[/:]/).at(-1) : undefined;
}
