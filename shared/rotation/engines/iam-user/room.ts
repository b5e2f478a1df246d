import {
  type AccessKeyMetadata,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  NoSuchEntityException,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { EngineError } from "../../errors.ts";
import type { KeyClients } from "./clients.ts";

/** IAM's quota of access keys per user, which cannot be raised. */
const mostKeys = 2;

/** A key that is younger may be one that another run is about to store. */
const youngestMs = 15 * 60_000;

/**
 * Makes room for a new key of a user: removes the one that an interrupted rotation left. That is a key that no labelled
 * version holds, and that is inactive, or was never used and is older than 15 minutes. A key that was used is somebody's.
 *
 * @param held the ids of keys that labelled versions hold
 * @throws EngineError with the code "quota" if there is no room; the message says what to do
 */
export async function makeRoom(
  clients: KeyClients,
  username: string,
  held: ReadonlySet<unknown>,
): Promise<void> {
  const { iam, abortSignal } = clients;
  const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName: username }), {
    abortSignal,
  });
  const obstacles: string[] = [];
  for (const key of keys) {
    const obstacle = held.has(key.AccessKeyId)
      ? "a version of the secret holds it"
      : await useOf(clients, key);
    if (obstacle !== undefined) obstacles.push(`${key.AccessKeyId}: ${obstacle}`);
    else if (key.AccessKeyId) await removeKey(clients, username, key.AccessKeyId);
  }
  if (obstacles.length >= mostKeys) throw noRoom(username, obstacles);
}

/**
 * What is told where a user has all the keys that it may have.
 *
 * @param obstacles why each of them stays; empty if it is not known
 */
export function noRoom(username: string, obstacles: readonly string[]): EngineError {
  const which = obstacles.length > 0 ? ` (${obstacles.join("; ")})` : "";
  return new EngineError(
    "quota",
    `IAM lets "${username}" have two access keys, and both are there${which}. Retire the key of AWSPREVIOUS, or delete a key that nobody needs, then rotate again.`,
  );
}

/** What speaks against removing a key that no version holds; undefined if nothing does. */
async function useOf(
  { iam, abortSignal }: KeyClients,
  { AccessKeyId, Status, CreateDate }: AccessKeyMetadata,
): Promise<string | undefined> {
  if (Status === "Inactive") return undefined;
  if (!CreateDate || Date.now() - CreateDate.getTime() <= youngestMs) {
    return "it was made in the last quarter of an hour, and another rotation may be about to store it";
  }
  const command = new GetAccessKeyLastUsedCommand({ AccessKeyId });
  const { AccessKeyLastUsed } = await iam.send(command, { abortSignal });
  const lastUsed = AccessKeyLastUsed?.LastUsedDate;
  return lastUsed && `no version of the secret holds it, but it was used at ${lastUsed.toISOString()}`;
}

/** Deactivates and deletes a key; one that is gone is as good. */
export async function removeKey(
  { iam, abortSignal }: Pick<KeyClients, "iam" | "abortSignal">,
  username: string,
  accessKeyId: string,
): Promise<void> {
  const key = { UserName: username, AccessKeyId: accessKeyId };
  await unlessGone(iam.send(new UpdateAccessKeyCommand({ ...key, Status: "Inactive" }), { abortSignal }));
  await unlessGone(iam.send(new DeleteAccessKeyCommand(key), { abortSignal }));
}

async function unlessGone(effect: Promise<unknown>): Promise<void> {
  try {
    await effect;
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
}
