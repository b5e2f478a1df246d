import type { GrantUse } from "../../shared/audit/index.ts";
import type { KeyGrant } from "../../shared/keys/index.ts";
import { localTime } from "../audit/words.ts";

/** What a call's encryption context must have, as a sentence goes on. */
export function contextInWords({
  context = {},
  isWholeContext,
}: Pick<KeyGrant, "context" | "isWholeContext">): string {
  const pairs = Object.entries(context).map(([name, value]) => `${name}=${value}`);
  if (pairs.length === 0) return "";
  return `, where the encryption context ${isWholeContext ? "is" : "has"} ${pairs.join(", ")}`;
}

/**
 * A grant, with what the trail tells of it.
 *
 * @param since from when on the trail was asked, ISO 8601
 */
export function grantInWords(grant: KeyGrant, use: GrantUse | undefined, since: string, now: Date): string[] {
  const { id, name, grantee, operations, created } = grant;
  const made = created ? localTime(created.toISOString()) : "at an unknown time";
  const by = use?.madeBy
    ? `by ${use.madeBy}`
    : `by whom is unknown: the trail since ${localTime(since)} does not tell`;
  const used = use?.lastUse
    ? `last used ${localTime(use.lastUse.time)}: ${use.lastUse.operation} by ${use.lastUse.caller}`
    : `not used since ${localTime(since)}, as far as the trail tells`;
  return [
    `${id}${name ? ` (${name})` : ""}`,
    `  ${grantee} may ${operations.join(", ")}${contextInWords(grant)}`,
    `  ${endInWords(grant, now)}`,
    `  made ${made}, ${by}`,
    `  ${used}`,
  ];
}

function endInWords({ end }: KeyGrant, now: Date): string {
  if (end === undefined) return "until it is revoked";
  const time = localTime(end.toISOString());
  return end > now ? `until ${time}` : `over since ${time}, and not ended yet`;
}
