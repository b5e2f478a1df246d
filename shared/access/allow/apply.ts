import type { Sides } from "./clients.ts";
import type { WantedDocument } from "./document.ts";
import { PartlyWrittenError } from "./errors.ts";
import { refusalOf } from "./refusal.ts";
import { type Undo, write } from "./write.ts";

/**
 * Writes documents exactly as they were planned, those of the sides at hand; the other's are left alone. Where one cannot be written, those written
 * before it are taken back.
 *
 * @returns those that were written
 * @throws PolicyChangedError if a policy is no longer what it was when the plan was made; PolicyNotTakenError,
 *   NotPermittedError: nothing has changed; PartlyWrittenError if something could not be taken back
 */
export async function applyDocuments(
  sides: Sides,
  documents: readonly WantedDocument[],
): Promise<WantedDocument[]> {
  const written: { document: WantedDocument; undo: Undo }[] = [];
  for (const document of documents) {
    const clients = sides[document.side];
    if (!clients || !document.changed) continue;
    try {
      written.push({ document, undo: await write(clients, document) });
    } catch (error) {
      const left = await takeBack(written);
      const { message, kind: Refused } = await refusalOf(document, error, sides, documents);
      if (left.length > 0) {
        const what = left.map(({ kind, target }) => `the ${kind} of ${target}`).join(" and ");
        throw new PartlyWrittenError(`${message} What was written before could not be taken back: ${what}.`, {
          cause: error,
        });
      }
      throw Refused ? new Refused(`${message} Nothing has changed.`, { cause: error }) : error;
    }
  }
  return written.map(({ document }) => document);
}

/** The last first; what could not be taken back is returned. */
async function takeBack(
  written: readonly { document: WantedDocument; undo: Undo }[],
): Promise<WantedDocument[]> {
  const left: WantedDocument[] = [];
  for (const { document, undo } of [...written].reverse()) {
    try {
      await undo();
    } catch {
      left.push(document);
    }
  }
  return left;
}
