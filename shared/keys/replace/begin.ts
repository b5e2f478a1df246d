import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { aliasesOf } from "../aliases.ts";
import { requireState } from "../resolve.ts";
import type { ReplaceContext } from "./context.ts";
import { NotReplaceableError, PolicyNamesKeyError } from "./errors.ts";
import { type Found, findReplacement, isUnderWay, lentTag } from "./find-replacement.ts";
import { beginRound } from "./in-stage.ts";
import { policiesNaming } from "./policies-naming.ts";
import { nothingYet, type Replacement, type ReplacementSettings } from "./replacement.ts";

/** Defaults of a replacement, as the founding practice of manual rotation has them. */
export const defaultSettings: ReplacementSettings = {
  quietForSeconds: 30 * 86_400,
  disabledForSeconds: 7 * 86_400,
  deletionWindowDays: 30,
  buckets: [],
  acceptLeft: false,
};

/** What a run begins with. */
export interface BeginRequest {
  /** Alias, id or ARN of the key. */
  key: string;
  /** Who does it: an execution's ARN. */
  run: string;
  settings?: { [Name in keyof ReplacementSettings]?: ReplacementSettings[Name] | undefined };
  /** Goes back to the old key instead. */
  undo?: boolean;
  /** Begins though identity policies name the old key. */
  ignorePolicies?: boolean;
}

/**
 * Begins the replacement of a key, goes on with one that was paused, blocked or died, or turns it round. From now on the
 * run that asked does it, and any other ends.
 *
 * @throws NotReplaceableError, PolicyNamesKeyError, KeyStateError and others of a key that cannot be asked; nothing is changed then
 */
export async function beginReplacement(context: ReplaceContext, request: BeginRequest): Promise<Replacement> {
  const found = await findReplacement(context.kms, context.store, request.key);
  const { replacement } = found;
  if (request.undo) return turnRound(context, found, request);
  if (replacement && isUnderWay(replacement) && replacement.direction === "forward") {
    return context.store.change(replacement.oldKey.id, (now) => ({
      // The tokens of these listings hold for a day, and it may have been paused for longer.
      ...(now.stage === "secrets" || now.stage === "parameters" ? beginRound(now) : now),
      run: request.run,
      paused: false,
      blocked: undefined,
      settings: settingsOf(request, now.settings),
    }));
  }
  if (replacement && isUnderWay(replacement)) {
    throw new NotReplaceableError(
      `The replacement of ${replacement.alias} is being undone. Let that end first: rekey key replace ${request.key} --undo.`,
    );
  }
  await requireReplaceable(context, found, request);
  const { key } = found;
  const before = replacement?.oldKey.id === key.id ? replacement : undefined;
  const state: Replacement = {
    ...nothingYet,
    oldKey: { id: key.id, arn: key.arn },
    // One that was made and not needed is taken again.
    ...(before?.newKey && { newKey: before.newKey, createBegunAt: before.createBegunAt }),
    alias: found.key.name,
    aliases: [],
    direction: "forward",
    stage: "createKey",
    run: request.run,
    paused: false,
    settings: settingsOf(request, defaultSettings),
    startedAt: context.now().toISOString(),
  };
  if (await context.store.create(state, before)) return state;
  throw new NotReplaceableError(`Another run has just begun to replace ${request.key}. Try again.`);
}

function settingsOf({ settings = {} }: BeginRequest, before: ReplacementSettings): ReplacementSettings {
  return {
    ...before,
    ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
  };
}

async function turnRound(
  { store }: ReplaceContext,
  found: Found,
  request: BeginRequest,
): Promise<Replacement> {
  const { replacement } = found;
  if (!replacement || replacement.stage === "undone") {
    throw new NotReplaceableError(`${request.key} is not being replaced: there is nothing to undo.`);
  }
  return store.change(replacement.oldKey.id, (now) => ({
    ...now,
    run: request.run,
    paused: false,
    blocked: undefined,
    ...(now.direction === "forward" && {
      ...nothingYet,
      notes: now.notes,
      direction: "back",
      stage: now.newKey ? "enableOldKey" : "undone",
      cursor: undefined,
      scan: undefined,
      notBefore: undefined,
      writing: now.writing,
      renaming: now.renaming && { ...now.renaming, reencrypted: false },
    }),
  }));
}

async function requireReplaceable(
  { kms, iam, s3 }: ReplaceContext,
  { key, tags }: Found,
  { settings, ignorePolicies }: BeginRequest,
): Promise<void> {
  requireState(key, ["Enabled"], "be replaced");
  const { KeySpec, Origin, MultiRegionConfiguration } = key.metadata;
  if (KeySpec !== "SYMMETRIC_DEFAULT" || Origin !== "AWS_KMS") {
    throw new NotReplaceableError(
      `${key.name} is a key of spec ${KeySpec} and origin ${Origin}: only symmetric encryption keys whose material KMS made can be replaced here. Create another key and move what uses this one by hand.`,
    );
  }
  const { MultiRegionKeyType, ReplicaKeys = [] } = MultiRegionConfiguration ?? {};
  if (MultiRegionKeyType === "REPLICA" || ReplicaKeys.length > 0) {
    throw new NotReplaceableError(
      `${key.name} is a multi-Region key with replicas, which hold the same key material. Create another one with its replicas and move what uses this one by hand.`,
    );
  }
  if (tags.get(lentTag) !== "true") {
    throw new NotReplaceableError(
      `${key.name} does not have the tag ${lentTag}=true, by which its owner allows Rekey to take it out of use. Tag it, or start from the command line: rekey key replace.`,
    );
  }
  if ((await aliasesOf(kms, key)).length === 0) {
    throw new NotReplaceableError(
      `${key.name} has no alias: what uses it by its id would not find the new key. Give it one, and let what uses it name that.`,
    );
  }
  for (const bucket of settings?.buckets ?? []) {
    await s3.send(new HeadBucketCommand({ Bucket: bucket })).catch((cause: Error) => {
      throw new NotReplaceableError(
        `The bucket ${bucket} cannot be asked for: ${cause.name}. Check its name, and that the stack may re-encrypt it (--param replaceBuckets).`,
        { cause },
      );
    });
  }
  if (ignorePolicies) return;
  const naming = await policiesNaming(iam, key);
  if (naming.length > 0) {
    throw new PolicyNamesKeyError(
      `Who has access to ${key.name} by these policies would lose it when things are under the new key, since they name the key's id or ARN or have a condition on its aliases: ${naming.join("; ")}. Let them name all keys with a tag, or say --ignore-policies.`,
    );
  }
}
