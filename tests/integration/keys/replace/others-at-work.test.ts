import { EncryptCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetParameterCommand, GetParameterHistoryCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { beforeAll, describe, expect, it } from "vitest";
import { pauseReplacement, replacementStatus } from "../../../../shared/keys/index.ts";
import { aTable } from "../../a-table.ts";
import { type Call, isWrite, startProcess } from "./process.ts";
import { aWorld, expectReadable, idOf, keyOfObject, keyOfParameter, stateOf, type World } from "./world.ts";

let tableName: string;
beforeAll(async () => {
  tableName = (await aTable()).TableName;
});

const settings = { quietForSeconds: 2, disabledForSeconds: 2 };

/** Does something once, before the first call of a name that fits. */
function once(fits: (call: Call) => boolean, work: () => Promise<unknown>): (call: Call) => Promise<void> {
  let isDone = false;
  return async (call) => {
    if (isDone || !fits(call)) return;
    isDone = true;
    await work();
  };
}

const isPutOf =
  (name: string | undefined) =>
  ({ name: command, input }: Call) =>
    command === "PutParameter" && "Name" in input && input.Name === name;

describe("a parameter that somebody changes while it is written again", () => {
  const change = (world: World, Name: string) => async () =>
    world.ssm.send(
      new PutParameterCommand({
        Name,
        Value: "newer",
        Type: "SecureString",
        Overwrite: true,
        KeyId: world.alias,
      }),
    );
  const expectNewer = async (world: World, Name: string) => {
    const { Parameter } = await world.ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
    expect(Parameter?.Value).toBe("newer");
    expect(await idOf(world, await keyOfParameter(world, Name))).toBe(await idOf(world, world.alias));
  };

  it("has the newer value in the end, under the new key", async () => {
    const world = await aWorld();
    const [Name = ""] = world.parameters;
    const onCall = once(isPutOf(Name), change(world, Name));
    const process = startProcess({ account: world, tableName, onCall });
    expect(await process.run({ key: world.alias, settings })).toMatchObject({ decision: "done" });
    await expectNewer(world, Name);
  });

  it("has it too when the run dies right after it wrote the older one over it", async () => {
    const world = await aWorld();
    const [Name = ""] = world.parameters;
    // Death comes after the write whose number an undisturbed run tells.
    const other = await aWorld();
    const undisturbed = startProcess({ account: other, tableName });
    await undisturbed.run({ key: other.alias, settings });
    const death = undisturbed.calls.filter(isWrite).findIndex(isPutOf(other.parameters[0])) + 1;

    const onCall = once(isPutOf(Name), change(world, Name));
    const dying = startProcess({ account: world, tableName, death, onCall });
    expect(await dying.run({ key: world.alias, settings })).toBe("died");
    const { Parameters = [] } = await world.ssm.send(new GetParameterHistoryCommand({ Name }));
    expect(Parameters.at(-1)?.Version).toBe(3);
    await startProcess({ account: world, tableName }).run({ key: world.alias, settings });
    await expectNewer(world, Name);
  });
});

it("an object that somebody writes while it is copied has the newer content, under the new key", async () => {
  const world = await aWorld();
  const [Key = ""] = world.objects;
  const { bucket: Bucket, oldKey } = world;
  const onCall = once(
    ({ name, input }) => name === "CopyObject" && "Key" in input && input.Key === Key,
    () =>
      world.s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: "newer",
          ServerSideEncryption: "aws:kms",
          SSEKMSKeyId: oldKey.arn,
        }),
      ),
  );
  await startProcess({ account: world, tableName, onCall }).run({ key: world.alias, settings });
  const { Body } = await world.s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body?.transformToString()).toBe("newer");
  expect(await keyOfObject(world, Bucket, Key)).not.toBe(oldKey.arn);
});

it("a use of the old key begins the quiet period anew, and its user is told", async () => {
  const world = await aWorld();
  let used = 0;
  const process = startProcess({
    account: world,
    tableName,
    waits: true,
    onProgress: async ({ stage }) => {
      if (stage !== "watch" || used > 0) return;
      // The trail's times are whole seconds: in one after that in which the watch began.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      used = Date.now();
      await encrypt(world);
    },
  });
  expect(await process.run({ key: world.alias, settings })).toMatchObject({ decision: "done" });
  const { users, quietSince, disabledAt = "" } = await replacementStatus(process.context, world.oldKey.arn);
  expect(users).toMatchObject([
    { principal: expect.stringContaining(":root"), operations: ["Encrypt"], count: 1 },
  ]);
  expect(Date.parse(String(quietSince))).toBe(Math.floor(used / 1_000) * 1_000);
  expect(Date.parse(disabledAt) - used).toBeGreaterThan(1_000);
});

it("a refused use of the disabled key enables it again", async () => {
  const world = await aWorld();
  let refused: string | undefined;
  const states: string[] = [];
  const process = startProcess({
    account: world,
    tableName,
    waits: true,
    onProgress: async ({ stage }) => {
      if (refused !== undefined) states.push(`${stage} ${await stateOf(world, world.oldKey.id)}`);
      if (stage !== "rest" || refused !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      refused = await encrypt(world).catch((error: Error) => error.name);
    },
  });
  expect(await process.run({ key: world.alias, settings })).toMatchObject({ decision: "done" });
  expect(refused).toBe("DisabledException");
  expect(states).toContain("watch Enabled");
  const { notes, users } = await replacementStatus(process.context, world.oldKey.arn);
  expect(notes.join()).toContain("was enabled again");
  expect(users).toHaveLength(1);
});

it("a paused replacement ends, and goes on where it was", async () => {
  const world = await aWorld();
  const first = startProcess({
    account: world,
    tableName,
    onProgress: async ({ stage }) => {
      if (stage === "parameters") await pauseReplacement(first.context, world.alias);
    },
  });
  expect(await first.run({ key: world.alias, settings })).toMatchObject({
    decision: "paused",
    stage: "parameters",
  });
  await expectReadable(world, "paused");
  const second = startProcess({ account: world, tableName });
  expect(await second.run({ key: world.alias, settings })).toMatchObject({ decision: "done" });
  expect(second.calls.map(({ name }) => name)).not.toContain("UpdateSecret");
});

it("a run ends when another has begun with the same key", async () => {
  const world = await aWorld();
  let end: unknown;
  const first = startProcess({
    account: world,
    tableName,
    onProgress: async ({ stage }) => {
      if (stage !== "secrets" || end !== undefined) return;
      end = await startProcess({ account: world, tableName }).run({ key: world.alias, settings });
    },
  });
  expect(await first.run({ key: world.alias, settings })).toMatchObject({ decision: "superseded" });
  expect(end).toMatchObject({ decision: "done" });
});

it("a replacement that was undone and is begun again takes the same new key, with the policy of now", async () => {
  const world = await aWorld();
  const newKeys: (string | undefined)[] = [];
  for (const undo of [false, true, false]) {
    // A clock that jumps ahead would take what is written now for older than the move of the aliases.
    const process = startProcess({ account: world, tableName, waits: true });
    await process.run({ key: world.oldKey.arn, settings, undo });
    const { newKey } = await replacementStatus(process.context, world.oldKey.arn);
    newKeys.push(newKey?.id);
    await expectReadable(world, `undo: ${undo}`);
    const Statement = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" };
    const Policy = JSON.stringify({ Version: "2012-10-17", Id: "changed", Statement: [Statement] });
    if (undo) {
      await world.kms.send(
        new PutKeyPolicyCommand({ KeyId: world.oldKey.id, PolicyName: "default", Policy }),
      );
    }
  }
  expect(new Set(newKeys).size).toBe(1);
  const { Policy } = await world.kms.send(
    new GetKeyPolicyCommand({ KeyId: String(newKeys[0]), PolicyName: "default" }),
  );
  expect(Policy).toContain("changed");
});

function encrypt({ kms, oldKey }: World) {
  return kms
    .send(new EncryptCommand({ KeyId: oldKey.arn, Plaintext: Buffer.from("still in use") }))
    .then(() => "no error");
}
