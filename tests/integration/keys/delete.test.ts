import { randomBytes } from "node:crypto";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  KMSClient,
  ReplicateKeyCommand,
} from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { key } from "./run-key.ts";

const settings = clientSettings(inject("integration").endpoint);
const kms = new KMSClient(settings);
const secretsManager = new SecretsManagerClient(settings);

async function aKey({ MultiRegion = false } = {}) {
  const alias = `alias/delete-${randomBytes(4).toString("hex")}`;
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ MultiRegion }));
  const { Arn: arn = "", KeyId: id = "" } = KeyMetadata ?? {};
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: id }));
  return { alias, arn, id };
}

async function stateOf(KeyId: string): Promise<string | undefined> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  return KeyMetadata?.KeyState;
}

const encryptWith = (KeyId: string) => kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") }));

/** Asks until the quiet time of a second is over. */
const deletedAfterQuietTime = (alias: string, ...more: string[]) =>
  waitFor(
    async () => {
      const run = await key("delete", alias, "--quiet-for", "1s", "--accept-unread", ...more);
      return run.code === 0 ? run : undefined;
    },
    { what: "the deletion", seconds: 30 },
  );

describe("rekey key delete", () => {
  it("disables first, and schedules the deletion only when the quiet time is over", async () => {
    const { alias, id } = await aKey();
    const first = await key("delete", alias);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain(`${alias} is disabled, and not deleted yet`);
    expect(first.stdout).toContain("Not looked at: RDS instances");
    expect(await stateOf(id)).toBe("Disabled");

    const early = await key("delete", alias, "--accept-unread");
    expect(early.code).toBe(1);
    expect(early.stdout).toMatch(/out of use only since .*: wait until/);
    expect(await stateOf(id)).toBe("Disabled");

    const last = await deletedAfterQuietTime(alias, "--after", "7d");
    expect(last.stdout).toMatch(/is to be deleted at \d{4}-/);
    expect(await stateOf(id)).toBe("PendingDeletion");
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
    const days = ((KeyMetadata?.DeletionDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);

    const again = await key("delete", alias);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("already; nothing was changed") });
  });

  it("refuses while a secret depends on it or somebody used it, names each, and changes nothing", async () => {
    const { alias, id } = await aKey();
    const { ARN = "" } = await secretsManager.send(
      new CreateSecretCommand({ Name: alias.slice(6), SecretString: "{}", KmsKeyId: id }),
    );
    await encryptWith(alias);
    const refused = await key("delete", alias);
    expect(refused.code, refused.stderr).toBe(1);
    expect(refused.stdout).toContain(`secret ${ARN}, by ${id}: without the key its value`);
    expect(refused.stdout).toMatch(/arn:aws:iam::000000000000:root used it: Encrypt \(1\), last/);
    expect(await stateOf(id)).toBe("Enabled");
    const { obstacles } = JSON.parse((await key("delete", alias, "--json")).stdout);
    expect(obstacles.map(({ kind }: { kind: string }) => kind)).toEqual(["dependent", "use", "use"]);
  });

  it("refuses where somebody asked in vain for a key that is disabled", async () => {
    const { alias, id } = await aKey();
    await kms.send(new DisableKeyCommand({ KeyId: id }));
    await expect(encryptWith(id)).rejects.toThrow("disabled");
    const refused = await key("delete", alias, "--quiet-for", "1h", "--accept-unread");
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/Encrypt \(1\), 1 of them refused for the key's state/);
  });

  it("refuses to delete where nobody could look for what depends on it", async () => {
    const { alias, id } = await aKey();
    await kms.send(new DisableKeyCommand({ KeyId: id }));
    const refused = await key("delete", alias, "--quiet-for", "1s");
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/ {2}Not looked at: RDS instances.*\n.*\nWhere nobody can look: --accept/);
    expect(await stateOf(id)).toBe("Disabled");
  });

  it("is forced only with the alias typed or --yes, and tells what will be unreadable", async () => {
    const { alias, id } = await aKey();
    const { ARN = "" } = await secretsManager.send(
      new CreateSecretCommand({ Name: alias.slice(6), SecretString: "{}", KmsKeyId: id }),
    );
    const untyped = await key("delete", alias, "--force");
    expect(untyped.code).toBe(2);
    expect(untyped.stderr).toContain(`secret ${ARN}`);
    expect(untyped.stderr).toContain("nobody is there to confirm it");
    expect(await stateOf(id)).toBe("Enabled");
    const forced = await key("delete", alias, "--force", "--yes");
    expect(forced.code, forced.stderr).toBe(0);
    expect(forced.stderr).toContain(`secret ${ARN}`);
    expect(await stateOf(id)).toBe("PendingDeletion");
  });

  it.each([
    ["a key that does not exist", "alias/none", /alias\/none cannot be described: .* Check the name/],
    ["what names no key", "no key", /names no key/],
    ["an AWS managed key", "alias/aws/secretsmanager", /AWS managed key/],
  ])("ends with 2 and a message for %s", async (_, name, message) => {
    await secretsManager.send(
      new CreateSecretCommand({ Name: randomBytes(4).toString("hex"), SecretString: "{}" }),
    );
    expect(await key("delete", name)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(message),
    });
  });

  it("leaves the primary of a multi-Region set alone while it has replicas", async () => {
    const { alias, id } = await aKey({ MultiRegion: true });
    await kms.send(new ReplicateKeyCommand({ KeyId: id, ReplicaRegion: "eu-west-1" }));
    const refused = await key("delete", alias, "--force", "--yes");
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("Delete those in eu-west-1") });
    expect(await stateOf(id)).toBe("Enabled");
  });
});

describe("rekey key undelete", () => {
  it("keeps a key, which is disabled then, or enabled at once", async () => {
    const { alias, id } = await aKey();
    await key("delete", alias, "--force", "--yes");
    expect(await key("undelete", alias)).toMatchObject({
      code: 0,
      stdout: `${alias} is kept, and disabled: rekey key enable ${alias} lets it be used again.\n`,
    });
    expect(await stateOf(id)).toBe("Disabled");
    await key("delete", alias, "--force", "--yes");
    const { stdout } = await key("undelete", alias, "--enable", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ state: "Enabled" });
    expect(await stateOf(id)).toBe("Enabled");
  });

  it("ends with 2 for a key that is not to be deleted", async () => {
    const { alias } = await aKey();
    expect(await key("undelete", alias)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Enabled"),
    });
  });
});

describe("rekey key disable", () => {
  it("refuses while somebody uses the key, and does it with --force where the name is typed or --yes", async () => {
    const { alias, id } = await aKey();
    await encryptWith(id);
    const refused = await key("disable", alias);
    expect(refused.code, refused.stderr).toBe(1);
    expect(refused.stdout).toMatch(/is not disabled:\n {2}.*root used it: Encrypt/);
    expect((await key("disable", alias, "--force")).code).toBe(2);
    expect(await stateOf(id)).toBe("Enabled");
    expect(await key("disable", alias, "--force", "--yes")).toMatchObject({ code: 0 });
    expect(await stateOf(id)).toBe("Disabled");
  });

  it("disables a key that nobody needs, once", async () => {
    const { alias, id, arn } = await aKey();
    const { stdout } = await key("disable", alias, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ key: arn, state: "Disabled", changed: true });
    expect(await stateOf(id)).toBe("Disabled");
    expect((await key("disable", id)).stdout).toContain("was disabled already");
  });
});
