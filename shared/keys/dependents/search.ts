import pLimit from "p-limit";
import type { Dependent, DependentClients, NotLookedAt, Place, Search } from "./dependent.ts";
import type { NamedKey, Recognize } from "./key-names.ts";

/** Requests that are under way at a time, over all services. */
const mostRequests = 16;

/** Makes what searches places for a key. */
export function searching(clients: DependentClients, { arn: key }: NamedKey, recognize: Recognize) {
  const limit = pLimit(mostRequests);

  return async (place: Place): Promise<{ found: Dependent[]; notLookedAt: NotLookedAt[] }> => {
    const unread = new Map<string, NotLookedAt>();
    const each: Search["each"] = async (items, nameOf, ask) => {
      const found = await limit.map(items, async (item) => {
        try {
          return await ask(item);
        } catch (error) {
          if (isGone(error)) return [];
          const reason = reasonOf(error, place);
          const told = unread.get(reason) ?? { what: place.what, items: [], reason };
          unread.set(reason, told);
          told.items.push(nameOf(item));
          return [];
        }
      });
      return found.flat();
    };
    try {
      const found = await place.find(clients, { key, recognize, each });
      return { found, notLookedAt: [...unread.values()] };
    } catch (error) {
      return { found: [], notLookedAt: [{ what: place.what, items: [], reason: reasonOf(error, place) }] };
    }
  };
}

const gone =
  /^(?:NoSuchBucket|NotFound|NotFoundException|QueueDoesNotExist|ResourceNotFoundException|AWS\.SimpleQueueService\.NonExistentQueue)$/;

/** Deleted since it was listed. */
function isGone(error: unknown): boolean {
  return error instanceof Error && gone.test(error.name);
}

/**
 * Why a service could not be asked.
 *
 * @throws the error itself where it is no answer of a service and none that did not come
 */
function reasonOf(error: unknown, { actions }: Place): string {
  if (!(error instanceof Error)) throw error;
  if (/^(?:AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError\w*)$/.test(error.name))
    return `not permitted: allow ${actions.join(" and ")}`;
  const isOfAws = "$metadata" in error || "code" in error || error.name === "TimeoutError";
  if (!isOfAws) throw error;
  return `${error.name}: ${firstSentence(error.message)}`;
}

function firstSentence(text: string): string {
  return text.split(/(?<=[.!?])\s/, 1)[0] ?? text;
}
