import { leastMs, type ReplaceContext } from "./context.ts";
import { enter, isStill, latest, saveInStage } from "./in-stage.ts";
import { type Left, type Replacement, type Stage, withLeft } from "./replacement.ts";

/** Things of a service that have versions, and how they are re-encrypted. */
export interface Listing<Thing> {
  kind: "secret" | "parameter";
  /** Under what the versions that no label names are counted. */
  unlabelled: keyof Replacement["unlabelled"];
  /** The stage that follows. */
  next: Stage;
  /** A page of all things there are, and where the next one begins. */
  page(cursor: string | undefined): Promise<{ things: readonly Thing[]; cursor: string | undefined }>;
  nameOf(thing: Thing): string;
  /** Under which of both keys it is; undefined if under neither. */
  keyOf(thing: Thing, state: Replacement): "old" | "new" | undefined;
  /** Re-encrypts it, or says why it is left under the old key. */
  reencrypt(thing: Thing, state: Replacement): Promise<string | undefined>;
  /** Its versions that only the old key decrypts: those with labels, and how many without. */
  oldVersions(thing: Thing, state: Replacement): Promise<{ labelled: Left[]; unlabelled: number }>;
}

/** Re-encrypts what is under the old key, a page after the other, until the time is over or somebody stops it. */
export async function goOver<Thing>(
  context: ReplaceContext,
  begun: Replacement,
  listing: Listing<Thing>,
): Promise<void> {
  const { kind, next, unlabelled: counted } = listing;
  let state = begun;
  do {
    const { things, cursor } = await listing.page(state.cursor);
    const left: Left[] = [];
    let unlabelled = 0;
    for (const thing of things) {
      const key = listing.keyOf(thing, state);
      if (!key) continue;
      if (key === "old") {
        if (!isStill(await latest(context, state), begun)) return;
        const reason = await listing.reencrypt(thing, state);
        if (reason) left.push({ kind, name: listing.nameOf(thing), reason });
      }
      const versions = await listing.oldVersions(thing, state);
      left.push(...versions.labelled);
      unlabelled += versions.unlabelled;
    }
    state = await saveInStage(context, state, (now) => ({
      ...withLeft(cursor ? now : enter(now, next), left),
      ...(cursor && { cursor }),
      unlabelled: { ...now.unlabelled, [counted]: now.unlabelled[counted] + unlabelled },
    }));
  } while (isStill(state, begun) && context.remainingMs() > leastMs);
}
