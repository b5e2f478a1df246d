import { UpdateAliasCommand } from "@aws-sdk/client-kms";
import { addSeconds } from "date-fns";
import { aliasesOf } from "../aliases.ts";
import { askKms } from "../ask.ts";
import type { ReplaceContext } from "./context.ts";
import { enter, saveInStage } from "./in-stage.ts";
import { keysOf, type Replacement } from "./replacement.ts";

/**
 * Moves all aliases of the old key, not only the one that was named: one that stayed would name a disabled key in the
 * end. On the way back only those that were moved, and only from the new key.
 */
export async function moveAliases(context: ReplaceContext, state: Replacement): Promise<void> {
  const { kms, store } = context;
  const { from, to } = keysOf(state);
  const there = await aliasesOf(kms, { name: from.arn, arn: from.arn });
  const forward = state.direction === "forward";
  const moved = forward ? there : there.filter((name) => state.aliases.includes(name));
  // Written first, so that the way back knows them whatever happens next.
  if (forward) {
    await store.change(state.oldKey.id, (now) => ({
      ...now,
      aliases: [...new Set([...now.aliases, ...moved])].sort(),
    }));
  }
  for (const name of moved) {
    await askKms(`${name} is not moved to ${to.arn}`, () =>
      kms.send(new UpdateAliasCommand({ AliasName: name, TargetKeyId: to.id })),
    );
  }
  // What is written by an alias until all of KMS knows where it points may be under either key.
  const settled = addSeconds(context.now(), context.settleSeconds).toISOString();
  await saveInStage(context, state, (now) => ({
    ...enter(now, "secrets"),
    movedAt: settled,
    notBefore: settled,
    renamed: [],
  }));
}
