import {
  CreateAliasCommand,
  CreateKeyCommand,
  EnableKeyRotationCommand,
  type KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import pRetry from "p-retry";
import { askKms } from "../ask.ts";
import { dollarsAMonth } from "../cost.ts";
import { UnknownKeyError } from "../errors.ts";
import { type Key, resolveKey } from "../resolve.ts";
import { keysAround } from "./around.ts";
import { KeyExistsError, SecondKeyError, UnfinishedKeyError } from "./errors.ts";
import { asPolicyRefusal } from "./refusal.ts";
import { differences, firstThatIs } from "./same.ts";
import type { WantedKey } from "./wanted.ts";

/** How a key came to be. */
export interface CreatedKey {
  /** Undefined where it is only planned. */
  arn: string | undefined;
  alias: string;
  /**
   * `finished`: an interrupted run had made the key; `there`: all of it was there already, and nothing was changed;
   * `planned`: nothing was made, as was wanted.
   */
  outcome: "created" | "finished" | "there" | "planned";
  notes: string[];
}

/** How a key may be created. */
export interface CreateOptions {
  /** Goes on where there is a key for the same already. */
  second?: boolean | undefined;
  /** Principals of the policy that nobody saw to exist. */
  unseen?: readonly string[] | undefined;
  /** Looks for keys that are there, and makes none. */
  dryRun?: boolean | undefined;
}

/**
 * Creates a key with its rotation and, last, its alias: a key with an alias is whole. Called again after an interruption
 * it goes on with the key that was made, and after success it changes nothing.
 *
 * @throws KeyExistsError if the alias stands for another key; SecondKeyError; UnknownPrincipalError; LockOutError;
 * UnfinishedKeyError if the key was made and something is missing; KeyPermissionError; KeyLimitError
 */
export async function createKey(
  client: KMSClient,
  wanted: WantedKey,
  { second = false, unseen = [], dryRun = false }: CreateOptions = {},
): Promise<CreatedKey> {
  const { alias } = wanted;
  const { behindAlias, withoutAlias, namedAlike, notes } = await keysAround(client, wanted);
  if (behindAlias !== undefined) {
    const key = await resolveKey(client, behindAlias);
    const differs = await differences(client, key, wanted);
    if (differs.length === 0) return { arn: key.arn, alias, outcome: "there", notes };
    throw new KeyExistsError(
      `${alias} stands for ${key.arn} already, and ${differs.join(", ")}. ${whatToDo(key.state, alias)}, or choose another name.`,
    );
  }
  const begun = await firstThatIs(client, withoutAlias, wanted);
  const untitled = withoutAlias.filter((id) => id !== begun?.id).map((id) => ({ alias: undefined, id }));
  const others = second ? [] : await staying(client, [...namedAlike, ...untitled]);
  if (others.length > 0) throw secondKey(wanted, others);
  if (dryRun) return { arn: begun?.arn, alias, outcome: "planned", notes };
  const arn = begun?.arn ?? (await make(client, wanted, unseen));
  await complete(client, arn, wanted, begun);
  return { arn, alias, outcome: begun ? "finished" : "created", notes };
}

function whatToDo(state: Key["state"], alias: string): string {
  if (state === "PendingDeletion") return `Keep it (rekey key undelete ${alias})`;
  if (state === "Disabled") return `Enable it (rekey key enable ${alias})`;
  return `Use it (rekey key show ${alias}), replace it (rekey key replace ${alias})`;
}

interface OtherKey {
  alias: string | undefined;
  id: string;
}

/** Keys that are not about to be deleted; one that may not be described is taken to stay. */
async function staying(client: KMSClient, others: readonly OtherKey[]): Promise<OtherKey[]> {
  const goes = await Promise.all(
    others.map(({ id }) =>
      resolveKey(client, id).then(
        ({ state }) => state === "PendingDeletion",
        () => false,
      ),
    ),
  );
  return others.filter((_, index) => !goes[index]);
}

function secondKey({ alias, purpose, environment }: WantedKey, others: readonly OtherKey[]): SecondKeyError {
  const named = others.map((one) =>
    one.alias ? `${one.alias} (${one.id})` : `${one.id}, which has no alias`,
  );
  const [dollars, later] = [dollarsAMonth(0), dollarsAMonth(2)];
  return new SecondKeyError(
    `There is a key for ${purpose} in ${environment} already: ${named.join("; ")}. ${alias} would cost ${dollars} US dollar a month, ${later} after its second rotation. Use the one that is there, or say --second to have both.`,
    others.map(({ id }) => id),
  );
}

async function make(client: KMSClient, wanted: WantedKey, unseen: readonly string[]): Promise<string> {
  const { kind, multiRegion, policy, description, tags } = wanted;
  try {
    const { KeyMetadata } = await askKms(`${wanted.alias} was not created`, () =>
      client.send(
        new CreateKeyCommand({
          KeySpec: kind.spec,
          KeyUsage: kind.usage,
          MultiRegion: multiRegion,
          Description: description,
          Policy: JSON.stringify(policy),
          Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        }),
      ),
    );
    return KeyMetadata?.Arn ?? "";
  } catch (error) {
    throw asPolicyRefusal(error, unseen);
  }
}

async function complete(
  client: KMSClient,
  arn: string,
  wanted: WantedKey,
  begun: Key | undefined,
): Promise<void> {
  const { alias, periodInDays } = wanted;
  try {
    if (periodInDays !== undefined) {
      await known(`The rotation of ${arn} is not on`, () =>
        client.send(new EnableKeyRotationCommand({ KeyId: arn, RotationPeriodInDays: periodInDays })),
      );
    }
    await known(`${alias} was not created`, () =>
      client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: arn })),
    );
  } catch (cause) {
    if (cause instanceof Error && cause.name === "AlreadyExistsException") {
      throw new KeyExistsError(
        `${alias} was taken by somebody else meanwhile. ${begun ? `${arn} stays without an alias` : await discarded(client, arn)}. See rekey key show ${alias}`,
        { cause },
      );
    }
    throw new UnfinishedKeyError(
      `The key ${arn} was made, but it is not finished: ${cause instanceof Error ? cause.message : cause} Then say the same again: it goes on with this key.`,
      { cause },
    );
  }
}

/** KMS may take a moment until all of it knows a new key: KMS Developer Guide, programming-eventual-consistency. */
function known<T>(what: string, ask: () => Promise<T>): Promise<T> {
  return pRetry(() => askKms(what, ask), {
    retries: 5,
    minTimeout: 200,
    shouldRetry: ({ error }) => error instanceof UnknownKeyError,
  });
}

/** Nobody knew the key yet, so that nothing is encrypted under it: the shortest wait is long enough. */
async function discarded(client: KMSClient, arn: string): Promise<string> {
  try {
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays: 7 }));
    return `The key ${arn}, which was made for it, is deleted in 7 days`;
  } catch {
    return `The key ${arn}, which was made for it, could not be scheduled for deletion: do so`;
  }
}
