import { randomBytes } from "node:crypto";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import {
  createKey,
  KeyExistsError,
  KeyPermissionError,
  keyKind,
  LockOutError,
  noRoles,
  SecondKeyError,
  UnfinishedKeyError,
  UnknownPrincipalError,
  type WantedKey,
  wantedKey,
} from "../../../shared/keys/index.ts";
import { createRole } from "../access/two-accounts.ts";
import { ownAccount } from "./own-account.ts";

const { kms, iam, place, key, countKeys, refusing } = ownAccount("300000000001");
const unique = () => randomBytes(4).toString("hex");

const wantedFor = (purpose: string): WantedKey =>
  wantedKey({ purpose, environment: "test", kind: keyKind(), multiRegion: false, roles: noRoles }, place);

describe("rekey key create", () => {
  it("creates a key that rotates, with alias, tags, description and the policy of the roles", async () => {
    const name = unique();
    const [admin, user] = [`Admin-${name}`, `App-${name}`];
    const adminArn = await createRole(iam, admin);
    const userArn = await createRole(iam, user);
    const { code, stdout, stderr } = await key(
      ...["create", name, "--env", "prod", "--admin", admin, "--user", userArn, "--service", "s3"],
      ...["--period", "180", "--tag", "team=shop", "--json"],
    );
    expect(code, stderr).toBe(0);
    const created = JSON.parse(stdout);
    expect(created).toMatchObject({ alias: `alias/prod-${name}`, outcome: "created", dollarsAMonth: 1 });

    const KeyId = created.arn;
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: `alias/prod-${name}` }));
    expect(KeyMetadata).toMatchObject({
      Arn: KeyId,
      KeySpec: "SYMMETRIC_DEFAULT",
      Description: `${name} in prod`,
    });
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 180,
    });
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
    expect(Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]))).toEqual({
      purpose: name,
      environment: "prod",
      team: "shop",
    });
    const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    expect(JSON.parse(Policy)).toEqual(created.policy);
    const { Statement } = JSON.parse(Policy);
    const named = Statement.map(({ Sid, Principal }: { Sid: string; Principal: unknown }) => [
      Sid,
      Principal,
    ]);
    expect(named).toContainEqual(["AdministratorsManage", { AWS: [adminArn] }]);
    expect(named).toContainEqual(["UsersUse", { AWS: [userArn] }]);
  });

  it("says the same again without making another, and refuses the alias for another policy", async () => {
    const name = unique();
    const first = await key("create", name, "--env", "prod");
    expect(first.stdout).toMatch(/^alias\/prod-\S+ is created: arn:aws:kms:/);
    expect(first.stdout).toContain("Nobody can use it yet.");
    const before = await countKeys();
    const again = await key("create", name, "--env", "prod");
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain("was there already, as it is wanted");
    const other = await key("create", name, "--env", "prod", "--service", "s3");
    expect(other.code).toBe(1);
    expect(other.stdout).toMatch(/stands for arn:\S+ already, and its key policy is another/);
    expect(await countKeys()).toBe(before);
  });

  it("points out a second key for the same purpose and environment with its cost, and makes it if told to", async () => {
    const name = unique();
    await key("create", name, "--env", "prod");
    const before = await countKeys();
    const second = await key("create", `${name}-key-v2`, "--env", "prod");
    expect(second.code).toBe(1);
    expect(second.stdout).toContain(`already: alias/prod-${name} (`);
    expect(second.stdout).toContain("would cost 1 US dollar a month");
    const asJson = JSON.parse((await key("create", `${name}-key-v2`, "--env", "prod", "--json")).stdout);
    expect(asJson).toMatchObject({ outcome: "refused", others: [expect.any(String)] });
    expect(await countKeys()).toBe(before);
    expect((await key("create", `${name}-key-v2`, "--env", "prod", "--second")).code).toBe(0);
    expect((await key("create", name, "--env", "staging")).code).toBe(0);
    expect(await countKeys()).toBe(before + 2);
  });

  it("makes keys of other kinds, without rotation", async () => {
    const name = unique();
    const { code, stdout, stderr } = await key(
      "create",
      name,
      "--env",
      "prod",
      "--spec",
      "RSA_2048",
      "--usage",
      "SIGN_VERIFY",
      "--multi-region",
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("none: KMS does not rotate keys of this kind");
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: `alias/prod-${name}` }));
    expect(KeyMetadata).toMatchObject({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY", MultiRegion: true });
  });

  it("with --dry-run says what would be made, and makes nothing", async () => {
    const before = await countKeys();
    const { code, stdout } = await key("create", unique(), "--env", "prod", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain("would be created:");
    expect(await countKeys()).toBe(before);
  });

  it.each([
    ["a role that does not exist", ["x", "--env", "prod", "--admin", "None"], /role None does not exist/],
    [
      "a user that does not exist",
      ["x", "--env", "prod", "--user", `arn:aws:iam::${place.account}:user/none`],
      /user arn\S+ does not exist/,
    ],
    ["everyone", ["x", "--env", "prod", "--user", "*"], /names no principal/],
    ["no environment", ["x"], /required option '--env/],
    ["a name that no alias can have", ["x y", "--env", "prod"], /cannot be part of an alias/],
    ["a period that KMS does not take", ["x", "--env", "prod", "--period", "89"], /every 90 to 2560 days/],
    [
      "a usage that the spec does not have",
      ["x", "--env", "prod", "--spec", "HMAC_256", "--usage", "SIGN_VERIFY"],
      /are for GENERATE_VERIFY_MAC/,
    ],
    [
      "a policy over 32 KB",
      [
        "x",
        "--env",
        "prod",
        ...Array.from({ length: 350 }, (_, i) => [
          "--user",
          `arn:aws:iam::111122223333:role/${`App-${i}`.padEnd(64, "x")}`,
        ]).flat(),
      ],
      /KMS takes 32768/,
    ],
  ])("refuses %s with 2, and makes nothing", async (_, args, message) => {
    const before = await countKeys();
    const { code, stdout, stderr } = await key("create", ...args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
    expect(await countKeys()).toBe(before);
  });
});

describe("creating a key", () => {
  const denied = { name: "AccessDeniedException", message: "User is not authorized to perform it" };

  it.each(["EnableKeyRotationCommand", "CreateAliasCommand"])(
    "that was interrupted before %s goes on with the key that was made",
    async (command) => {
      const wanted = wantedFor(unique());
      const before = await countKeys();
      await expect(createKey(refusing({ [command]: denied }), wanted)).rejects.toThrow(UnfinishedKeyError);
      expect(await countKeys()).toBe(before + 1);
      const { arn, outcome } = await createKey(kms, wanted);
      expect(outcome).toBe("finished");
      expect(await countKeys()).toBe(before + 1);
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: wanted.alias }));
      expect(KeyMetadata?.Arn).toBe(arn);
      expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId: arn }))).KeyRotationEnabled).toBe(true);
    },
  );

  it("does not take a key with the same tags and another policy for its own", async () => {
    const name = unique();
    await expect(createKey(refusing({ CreateAliasCommand: denied }), wantedFor(name))).rejects.toThrow(
      UnfinishedKeyError,
    );
    const other = wantedKey(
      {
        purpose: name,
        environment: "test",
        kind: keyKind(),
        multiRegion: false,
        roles: { ...noRoles, throughServices: ["s3"] },
      },
      place,
    );
    await expect(createKey(kms, other)).rejects.toThrow(SecondKeyError);
    await expect(createKey(kms, other)).rejects.toThrow(/which has no alias/);
  });

  it("does not point out a key that is to be deleted", async () => {
    const name = unique();
    const { arn: KeyId } = await createKey(kms, wantedFor(name));
    await expect(createKey(kms, wantedFor(`${name}-key`))).rejects.toThrow(SecondKeyError);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect((await createKey(kms, wantedFor(`${name}-key`))).outcome).toBe("created");
  });

  it("whose alias somebody else took meanwhile takes its key back", async () => {
    const wanted = wantedFor(unique());
    const taken = { name: "AlreadyExistsException", message: "An alias with the name exists" };
    const error = await createKey(refusing({ CreateAliasCommand: taken }), wanted).catch((e: Error) => e);
    expect(error).toBeInstanceOf(KeyExistsError);
    const arn = /arn:\S+(?=,)/.exec(error instanceof Error ? error.message : "")?.[0];
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
    expect(KeyMetadata?.KeyState).toBe("PendingDeletion");
  });

  it("names the principal that KMS does not know", async () => {
    const stranger = "arn:aws:iam::111122223333:role/Stranger";
    const invalid = {
      name: "MalformedPolicyDocumentException",
      message: "Policy contains a statement with one or more invalid principals.",
    };
    const creating = createKey(refusing({ CreateKeyCommand: invalid }), wantedFor(unique()), {
      unseen: [stranger],
    });
    await expect(creating).rejects.toThrow(UnknownPrincipalError);
    await expect(creating).rejects.toThrow(`KMS does not know ${stranger}`);
  });

  it("says that the caller would be locked out", async () => {
    const locked = {
      name: "MalformedPolicyDocumentException",
      message: "The new key policy will not allow you to update the key policy in the future.",
    };
    const creating = createKey(refusing({ CreateKeyCommand: locked }), wantedFor(unique()));
    await expect(creating).rejects.toThrow(LockOutError);
  });

  it.each(["CreateKeyCommand", "ListAliasesCommand"])(
    "says which permission is missing for %s",
    async (command) => {
      const before = await countKeys();
      await expect(createKey(refusing({ [command]: denied }), wantedFor(unique()))).rejects.toThrow(
        KeyPermissionError,
      );
      expect(await countKeys()).toBe(before);
    },
  );

  it("says what it could not look at", async () => {
    const { notes } = await createKey(refusing({ ListKeysCommand: denied }), wantedFor(unique()));
    expect(notes).toContain("The keys may not be listed: one without an alias may be for the same.");
  });

  it.each([
    ["disabled", DisableKeyCommand, "Enable it (rekey key enable"],
    ["to be deleted", ScheduleKeyDeletionCommand, "Keep it (rekey key undelete"],
  ])("says what to do where the alias stands for a key that is %s", async (_, Command, message) => {
    const wanted = wantedFor(unique());
    const { arn: KeyId } = await createKey(kms, wanted);
    await kms.send(new Command({ KeyId }));
    await expect(createKey(kms, wanted)).rejects.toThrow(message);
  });

  it("says that the environment has keys already, which may do", async () => {
    const environment = unique();
    const wish = (purpose: string): WantedKey =>
      wantedKey({ purpose, environment, kind: keyKind(), multiRegion: false, roles: noRoles }, place);
    expect((await createKey(kms, wish("shop"))).notes).toEqual([]);
    expect((await createKey(kms, wish("bank"))).notes).toEqual([
      `${environment} has one other key: where the same roles use it, one may serve several purposes.`,
    ]);
  });

  it("leaves an alias alone that stands for another key", async () => {
    const wanted = wantedFor(unique());
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: wanted.alias, TargetKeyId: KeyMetadata?.KeyId }));
    await expect(createKey(kms, wanted)).rejects.toThrow(KeyExistsError);
    await expect(createKey(kms, wanted)).rejects.toThrow(`replace it (rekey key replace ${wanted.alias})`);
    expect((await kms.send(new DescribeKeyCommand({ KeyId: wanted.alias }))).KeyMetadata?.Arn).toBe(
      KeyMetadata?.Arn,
    );
  });
});
