import {
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, GetObjectTaggingCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, it } from "vitest";
import { aTable } from "../../a-table.ts";
import { startProcess } from "./process.ts";
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

let tableName: string;
beforeAll(async () => {
  tableName = (await aTable()).TableName;
});

const quick = { quietForSeconds: 2, disabledForSeconds: 1 };

describe("a key is replaced", () => {
  let world: World;
  let newKey: string;
  beforeAll(async () => {
    world = await aWorld();
    const process = startProcess({ account: world, tableName });
    const end = await process.run({ key: world.alias, settings: quick });
    expect(end).toMatchObject({ decision: "done", stage: "done" });
    newKey = await idOf(world, world.alias);
  });

  it("by one with its policy, tags, description and rotation", async () => {
    expect(newKey).not.toBe(world.oldKey.id);
    const of = (KeyId: string) => world.kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    expect((await of(newKey)).Policy).toBe((await of(world.oldKey.id)).Policy);
    const { Tags } = await world.kms.send(new ListResourceTagsCommand({ KeyId: newKey }));
    expect(Tags).toEqual([
      { TagKey: "env", TagValue: "test" },
      { TagKey: "rekey:replaces", TagValue: world.oldKey.id },
    ]);
    expect(await world.kms.send(new GetKeyRotationStatusCommand({ KeyId: newKey }))).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 180,
    });
  });

  it("and all its aliases move", async () => {
    expect(await idOf(world, world.otherAlias)).toBe(newKey);
  });

  it("and secrets, parameters and objects name the new one as they named the old one", async () => {
    const arn = world.oldKey.arn.replace(world.oldKey.id, newKey);
    expect(await Promise.all(world.secrets.map((name) => keyOfSecret(world, name)))).toEqual([
      arn,
      newKey,
      world.alias,
    ]);
    expect(await Promise.all(world.parameters.map((name) => keyOfParameter(world, name)))).toEqual([
      arn,
      newKey,
      world.alias,
    ]);
    for (const key of world.objects) expect(await keyOfObject(world, world.bucket, key)).toBe(arn);
    const { ServerSideEncryptionConfiguration } = await world.s3.send(
      new GetBucketEncryptionCommand({ Bucket: world.bucket }),
    );
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn },
        BucketKeyEnabled: true,
      },
    ]);
  });

  it("and objects keep their metadata and tags", async () => {
    for (const Key of world.objects) {
      const head = await world.s3.send(new HeadObjectCommand({ Bucket: world.bucket, Key }));
      expect(head).toMatchObject({ Metadata: { kept: "yes" }, BucketKeyEnabled: true });
      const { TagSet } = await world.s3.send(new GetObjectTaggingCommand({ Bucket: world.bucket, Key }));
      expect(TagSet).toEqual([{ Key: "a", Value: "b" }]);
    }
  });

  it("and everything can be read, while the old one waits for its deletion", async () => {
    await expectReadable(world, "in the end");
    expect(await stateOf(world, world.oldKey.id)).toBe("PendingDeletion");
  });
});
