import type { SecretFields } from "../../engine.ts";
import { listKeys, revokeKey } from "./ask.ts";
import type { HttpCredential } from "./credential.ts";
import type { Description } from "./description.ts";
import { asItIs, fill } from "./placeholders.ts";
import { valueAt } from "./pointer.ts";
import { answerError } from "./send.ts";

/** A key that is younger may be one that another run is about to store. */
const youngestMs = 15 * 60_000;

/**
 * Revokes the keys that interrupted rotations left: those that the API lists, that `only` tells to be of this secret,
 * that no labelled version holds, and that are older than 15 minutes. Nothing is done where the secret describes no
 * list, or where a labelled version does not know its key's id.
 *
 * @param labelled reads the fields of every version that has a label
 * @param remainingMs how long it may take from now on
 */
export async function revokeOrphans(
  credential: HttpCredential,
  labelled: () => Promise<readonly SecretFields[]>,
  remainingMs: () => number,
): Promise<void> {
  const { list, revoke } = credential.description;
  if (!list || !revoke) return;
  const document = await listKeys(credential, list, remainingMs());
  const items = valueAt(document, list.items);
  if (!Array.isArray(items)) {
    throw answerError(credential.system, `"rotation.list" without a list at "${list.items}"`);
  }
  const held = [credential.fields, ...(await labelled())].map((fields) => idOf(fields[list.idField]));
  if (held.includes(undefined)) return;
  for (const item of items) {
    const id = idOf(valueAt(item, list.id));
    if (id === undefined || held.includes(id) || !isOurs(item, list, credential.fields)) continue;
    if (isOld(valueAt(item, list.created))) {
      await revokeKey(credential, revoke, { [list.idField]: id }, remainingMs());
    }
  }
}

function isOurs(item: unknown, { only }: NonNullable<Description["list"]>, fields: SecretFields): boolean {
  return Object.entries(only).every(([pointer, expected]) => {
    const wanted = typeof expected === "string" ? fill(expected, { fields }, asItIs) : expected;
    return valueAt(item, pointer) === wanted;
  });
}

/** A key whose age is not told in a way that is understood is not old. */
function isOld(created: unknown): boolean {
  const madeAt =
    typeof created === "number" ? sinceEpoch(created) : typeof created === "string" ? rfc3339(created) : NaN;
  return Date.now() - madeAt > youngestMs;
}

/** Seconds are told from milliseconds by their size: until the year 5138, and from 1973 on. */
function sinceEpoch(number: number): number {
  return number < 1e11 ? number * 1_000 : number;
}

/** Only with its offset: a time of nobody knows which zone may be hours younger than it looks. */
function rfc3339(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : NaN;
}

function idOf(value: unknown): string | undefined {
  return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;
}
