import { ask, type Period, whoUsed } from "../../audit/index.ts";
import type { ReplaceContext } from "./context.ts";
import type { KeyIdentity, OldKeyUser } from "./replacement.ts";

/** How many events are gone over at least, if there is a use among them: of a key in use there may be millions. */
const enoughEvents = 1_000;

/** How many users are told. */
const mostUsers = 100;

/** Uses of a key in a period, refused ones too. */
export interface Uses {
  users: OldKeyUser[];
  /** Why the trail could not tell all; then nobody may conclude that there was no use. */
  problem: string | undefined;
}

/** Looks up who used a key. The newest events come first: where there are very many, the oldest are left out. */
export async function usesOf({ trail }: ReplaceContext, key: KeyIdentity, period: Period): Promise<Uses> {
  const enough = new AbortController();
  const { answer, problems } = await ask(trail, whoUsed({ kind: "key", id: key.id, arn: key.arn }), period, {
    onProgress: ({ seen, counted }) => {
      if (counted > 0 && seen >= enoughEvents) enough.abort();
    },
    signal: enough.signal,
  });
  const users = answer.uses.map(({ principal, service, operations, count, last }) => ({
    principal,
    ...(service !== undefined && { service }),
    operations: operations.map(({ name }) => name),
    count,
    last: new Date(last).toISOString(),
  }));
  return { users, problem: problems[0]?.message };
}

/** Adds uses to those that were seen before. */
export function joinUsers(before: readonly OldKeyUser[], more: readonly OldKeyUser[]): OldKeyUser[] {
  const joined = new Map(before.map((user) => [nameOf(user), user]));
  for (const user of more) {
    const known = joined.get(nameOf(user));
    joined.set(nameOf(user), known ? joinTwo(known, user) : user);
  }
  return [...joined.values()].sort((one, other) => (one.last < other.last ? 1 : -1)).slice(0, mostUsers);
}

function joinTwo(known: OldKeyUser, more: OldKeyUser): OldKeyUser {
  const [, last = known.last] = [known.last, more.last].sort();
  return {
    ...known,
    operations: [...new Set([...known.operations, ...more.operations])],
    count: known.count + more.count,
    last,
  };
}

function nameOf({ principal, service = "" }: OldKeyUser): string {
  return `${principal} ${service}`;
}
