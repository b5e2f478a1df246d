import { ListAliasesCommand, ListKeysCommand, ListResourceTagsCommand } from "@aws-sdk/client-kms";
import pLimit from "p-limit";
import { beforeAll, expect, test, vi } from "vitest";
import { replacementStatus } from "../../../../shared/keys/index.ts";
import { aTable } from "../../a-table.ts";
import { type Call, type Death, isWrite, startProcess } from "./process.ts";
import {
  aWorld,
  expectReadable,
  idOf,
  keyOfObject,
  keyOfParameter,
  keyOfSecret,
  stateOf,
  type World,
} from "./world.ts";

vi.setConfig({ testTimeout: 900_000 });

let tableName: string;

const settings = { quietForSeconds: 1, disabledForSeconds: 1 };

/** What an undisturbed run calls at least: death has to come around all of these. */
const changes = [
  "CreateKey",
  "EnableKeyRotation",
  "UpdateAlias",
  "UpdateSecret",
  "PutParameter",
  "LabelParameterVersion",
  "PutBucketEncryption",
  "CopyObject",
  "DisableKey",
  "ScheduleKeyDeletion",
];

/**
 * Walks over deaths of a replacement.
 *
 * @param which of the writes it dies after
 */
export function walkCrashPoints(which: string, isChosen: (write: Call) => boolean): void {
  beforeAll(async () => {
    tableName = (await aTable()).TableName;
  });

  test(`a replacement that dies after any of its ${which} is completed by another run, and nothing is done twice`, async () => {
    const writes = await writesOf(isChosen);
    await forEachAtOnce(writes, async (death) => {
      const world = await aWorld();
      const { at, calls } = await dieIn(world, death);
      await expectReadable(world, at);
      const second = startProcess({ account: world, tableName, onCall: whenDisabled(world, at) });
      const { stage } = await replacementStatus(second.context, world.alias).catch(notBegun);
      // Where it died after its last write, nothing is left to be done.
      if (stage !== "done")
        expect(await second.run({ key: world.alias, settings }), at).toMatchObject({ decision: "done" });
      await expectReadable(world, `${at}, completed`);
      await expectReplaced(world, at);
      expectOnce([...calls, ...second.calls], at);
    });
    process.stdout.write(`a replacement: completed after each of ${writes.length} deaths\n`);
  });

  test(`a replacement that dies after any of its ${which} is undone, though its undoing dies too`, async () => {
    const writes = await writesOf(isChosen);
    await forEachAtOnce(writes, async (death) => {
      const world = await aWorld();
      const { at } = await dieIn(world, death);
      // Each undoing dies after another of its own writes.
      const first = startProcess({ account: world, tableName, death: 1 + ((death * 7) % 31) });
      await first.run({ key: world.oldKey.arn, undo: true }).catch(ignoreNothingToUndo);
      await expectReadable(world, `${at}, and while it is undone`);
      const second = startProcess({ account: world, tableName });
      const end = await second.run({ key: world.oldKey.arn, undo: true }).catch(ignoreNothingToUndo);
      if (end) expect(end, at).toMatchObject({ decision: "undone" });
      await expectReadable(world, `${at}, undone`);
      await expectOld(world, at);
    });
    process.stdout.write(`a replacement: undone after each of ${writes.length} deaths\n`);
  });
}

/** A few at once: most of the time is LocalStack's. */
async function forEachAtOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const limit = pLimit(4);
  await Promise.all(all.map((one) => limit(work, one)));
}

function notBegun(error: Error): { stage: undefined } {
  if (error.name === "UnknownReplacementError") return { stage: undefined };
  throw error;
}

function ignoreNothingToUndo(error: Error): undefined {
  if (error.name === "NotReplaceableError") return undefined;
  throw error;
}

/** Writes of an undisturbed run, counted from one. */
async function writesOf(isChosen: (write: Call) => boolean): Promise<Death[]> {
  const world = await aWorld();
  const undisturbed = startProcess({ account: world, tableName });
  await undisturbed.run({ key: world.alias, settings });
  expect(undisturbed.calls.map(({ name }) => name)).toEqual(expect.arrayContaining(changes));
  const writes = undisturbed.calls.filter(isWrite);
  return writes.flatMap((write, index) => (isChosen(write) ? index + 1 : []));
}

/** Runs a process that must die; returns where it did, and its calls. */
async function dieIn(world: World, death: Death): Promise<{ at: string; calls: readonly Call[] }> {
  const dying = startProcess({ account: world, tableName, death });
  expect(await dying.run({ key: world.alias, settings })).toBe("died");
  const last = dying.calls.findLast(isWrite);
  return { at: `died after write ${death}, ${last?.name}`, calls: dying.calls };
}

/** When the old key goes, nothing names it any more. */
function whenDisabled(world: World, at: string): (call: Call) => Promise<void> {
  return async ({ name }) => {
    if (name !== "DisableKey") return;
    const { Aliases = [] } = await world.kms.send(new ListAliasesCommand({ KeyId: world.oldKey.id }));
    expect(Aliases, at).toEqual([]);
    const names = await namesOf(world);
    expect(await Promise.all(names.map((key) => idOf(world, key))), at).not.toContain(world.oldKey.id);
  };
}

async function namesOf(world: World): Promise<string[]> {
  return Promise.all([
    ...world.secrets.map((name) => keyOfSecret(world, name)),
    ...world.parameters.map((name) => keyOfParameter(world, name)),
    ...world.objects.map((key) => keyOfObject(world, world.bucket, key)),
  ]);
}

async function expectReplaced(world: World, at: string): Promise<void> {
  const newKey = await idOf(world, world.alias);
  const arn = world.oldKey.arn.replace(world.oldKey.id, newKey);
  const named = [arn, newKey, world.alias];
  expect(await namesOf(world), at).toEqual([...named, ...named, arn, arn]);
  expect(await stateOf(world, world.oldKey.id), at).toBe("PendingDeletion");
  const { Keys = [] } = await world.kms.send(new ListKeysCommand({}));
  const replacing = await Promise.all(
    Keys.map(async ({ KeyId }) => (await world.kms.send(new ListResourceTagsCommand({ KeyId }))).Tags ?? []),
  );
  expect(
    replacing.filter((tags) => tags.some(({ TagValue }) => TagValue === world.oldKey.id)),
    at,
  ).toHaveLength(1);
}

async function expectOld(world: World, at: string): Promise<void> {
  const { id, arn } = world.oldKey;
  const named = [arn, id, world.alias];
  expect(await namesOf(world), at).toEqual([...named, ...named, arn, arn]);
  expect(await idOf(world, world.alias), at).toBe(id);
  expect(await idOf(world, world.otherAlias), at).toBe(id);
}

/** A secret named by its alias goes over an ARN; every other change is made once for each thing. */
function expectOnce(calls: readonly Call[], at: string): void {
  const counted = new Map<string, number>();
  for (const { name, input } of calls) {
    if (!["CreateKey", "UpdateSecret", "PutParameter", "CopyObject"].includes(name)) continue;
    const { SecretId, KmsKeyId, Name, Key }: Record<string, unknown> = { ...input };
    if (String(KmsKeyId).startsWith("alias/")) continue;
    const what = `${name} ${SecretId ?? Name ?? Key ?? ""}`;
    counted.set(what, (counted.get(what) ?? 0) + 1);
  }
  expect(Object.fromEntries([...counted].filter(([, times]) => times !== 1)), at).toEqual({});
}
