import { randomBytes } from "node:crypto";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { KeyPermissionError, listKeys, reportOn, resolveKey } from "../../../shared/keys/index.ts";
import { dependentClients } from "../../unit/keys/dependent-clients.ts";
import { createRole } from "../access/two-accounts.ts";
import { ownAccount } from "./own-account.ts";

const id = "300000000002";
const { kms, iam, key, refusing } = ownAccount(id);
const secretsManager = new SecretsManagerClient(
  clientSettings(inject("integration").endpoint, { accessKeyId: id, secretAccessKey: "test" }),
);
const denied = { name: "AccessDeniedException" };

/** A key that somebody uses, with a grant and a secret under it. */
async function usedKey() {
  const name = randomBytes(4).toString("hex");
  const user = `App-${name}`;
  const grantee = await createRole(iam, user);
  const { stdout, stderr } = await key("create", name, "--env", "prod", "--user", user, "--json");
  const { arn, alias } = JSON.parse(stdout || stderr);
  await kms.send(new EncryptCommand({ KeyId: arn, Plaintext: Buffer.from("x") }));
  await kms.send(new CreateGrantCommand({ KeyId: arn, GranteePrincipal: grantee, Operations: ["Decrypt"] }));
  const { ARN: secret } = await secretsManager.send(
    new CreateSecretCommand({ Name: `prod/${name}`, SecretString: "{}", KmsKeyId: arn }),
  );
  return { name, arn, alias, user, grantee, secret };
}

/** The lines under a title. */
function part(stdout: string, title: string): string {
  return new RegExp(`^  ${title} .*(?:\\n {12,}.*)*`, "m").exec(stdout)?.[0] ?? "";
}

describe("rekey key show", () => {
  it("shows a key from all sides, and what was not looked at", async () => {
    const { name, arn, alias, user, grantee, secret } = await usedKey();
    const { code, stdout, stderr } = await key("show", `prod-${name}`);
    expect(code, stderr).toBe(0);
    expect(stdout.split("\n")[0]).toBe(alias);
    expect(part(stdout, "key")).toContain(arn);
    expect(part(stdout, "type")).toContain("customer managed, SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT");
    expect(part(stdout, "state")).toContain("Enabled");
    expect(part(stdout, "aliases")).toContain(alias);
    expect(part(stdout, "age")).toContain("0 days");
    expect(part(stdout, "rotation")).toMatch(/every 365 days, next \d{4}-/);
    expect(part(stdout, "rotated")).toContain("not looked at: InternalFailure");
    expect(part(stdout, "policy")).toMatch(new RegExp(`role/${user} may Decrypt, Encrypt, `));
    expect(part(stdout, "grants")).toContain(`${grantee} may Decrypt`);
    // The newest use comes first: the secret's, if it was made in a later second.
    expect(part(stdout, "last use")).toMatch(/KMS was not asked: .*\n(?:.*\n)?.*:root: Encrypt \(1\), last/);
    expect(part(stdout, "needed by")).toContain(`secret ${secret}`);
    expect(part(stdout, "needed by")).toContain("Not looked at: RDS instances");
  });

  it("prints the same as JSON", async () => {
    const { arn, alias, grantee } = await usedKey();
    const { code, stdout, stderr } = await key("show", arn, "--json");
    expect(code, stderr).toBe(0);
    const { trail, ...report } = JSON.parse(stdout);
    expect(report).toMatchObject({
      arn,
      type: "customer managed",
      state: "Enabled",
      aliases: { found: [alias] },
      rotation: { found: { automatic: "on", periodInDays: 365 } },
      pastRotations: { notLookedAt: expect.stringContaining("ListKeyRotations") },
      grants: { found: [expect.objectContaining({ grantee, operations: ["Decrypt"] })] },
      dependents: { found: [expect.objectContaining({ kind: "secret" })] },
    });
    const used = trail.uses.map(({ service, operations }: { service?: string; operations: unknown }) => ({
      service,
      operations,
    }));
    expect(used).toContainEqual({ service: undefined, operations: [{ name: "Encrypt", count: 1 }] });
    expect(used).toContainEqual(expect.objectContaining({ service: "secretsmanager.amazonaws.com" }));
  });

  it("tells each part that may not be read as such, and the others all the same", async () => {
    const { arn } = await usedKey();
    const client = refusing({
      GetKeyPolicyCommand: denied,
      ListGrantsCommand: denied,
      ListAliasesCommand: denied,
    });
    const found = await resolveKey(client, arn);
    // What depends on it is asked of an account that has nothing.
    const clients = { ...dependentClients(inject("integration").endpoint), kms: client };
    const { policy, grants, aliases, tags } = await reportOn(clients, found, new Date());
    expect(policy).toEqual({ notLookedAt: "allow kms:GetKeyPolicy" });
    expect(grants).toEqual({ notLookedAt: "allow kms:ListGrants" });
    expect(aliases).toEqual({ notLookedAt: "allow kms:ListAliases" });
    expect(tags).toMatchObject({ found: { environment: "prod" } });
  });

  it.each([
    ["an unknown alias", "nothing-here", /alias\/nothing-here cannot be described/],
    ["what is no name", "a b", /names no key/],
    ["a key of another Region", `arn:aws:kms:eu-west-1:${id}:key/x`, /is in eu-west-1/],
    [
      "a key of another account",
      `arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      /cannot be described/,
    ],
  ])("ends with 2 for %s", async (_, name, message) => {
    const { code, stdout, stderr } = await key("show", name);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });
});

describe("rekey key list", () => {
  it("lists keys by alias, with type, state, age and rotation; those without an alias last", async () => {
    const { name } = await usedKey();
    const { KeyMetadata: bare } = await kms.send(
      new CreateKeyCommand({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" }),
    );
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: bare?.KeyId }));
    const { code, stdout, stderr } = await key("list");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`alias/prod-${name} .*customer managed .*Enabled .*0 days .*every 365 days`),
    );
    expect(stdout).toMatch(new RegExp(`${bare?.KeyId} .*PendingDeletion, until \\d{4}-.*HMAC_256.* none `));
    expect(stdout.indexOf(`alias/prod-${name}`)).toBeLessThan(stdout.indexOf(bare?.KeyId ?? "?"));
  });

  it("knows AWS's keys, and leaves them out with --customer-managed", async () => {
    // The key of S3 is made when it is first asked for.
    await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    const all = JSON.parse((await key("list", "--json")).stdout);
    const own = JSON.parse((await key("list", "--json", "--customer-managed")).stdout);
    type Listed = { facts: { found: { type: string } } };
    const isOwn = ({ facts }: Listed) => facts.found.type === "customer managed";
    expect(own.keys).toEqual(all.keys.filter(isOwn));
    expect(own.keys.length).toBe(all.keys.length - 1);
  });

  it("tells keys that may not be described, and refuses only where none may be listed", async () => {
    const { keys } = await listKeys(refusing({ DescribeKeyCommand: denied }), new Date());
    expect(keys[0]?.facts).toEqual({ notLookedAt: "allow kms:DescribeKey" });
    const { notes } = await listKeys(refusing({ ListAliasesCommand: denied }), new Date());
    expect(notes).toEqual(["The aliases were not looked at: allow kms:ListAliases"]);
    await expect(listKeys(refusing({ ListKeysCommand: denied }), new Date())).rejects.toThrow(
      KeyPermissionError,
    );
  });
});

describe("rekey key rotate", () => {
  it("sets the period, ends the rotation, and rotates now", async () => {
    const { arn: KeyId, alias } = await usedKey();
    const status = () => kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    expect((await key("rotate", alias, "--period", "90")).stdout).toBe(`${alias} rotates every 90 days.\n`);
    expect(await status()).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    expect((await key("rotate", alias)).stdout).toBe(`${alias} rotates every 90 days, as before.\n`);
    expect((await key("rotate", alias, "--off")).stdout).toContain("rotates no more");
    expect(await status()).toMatchObject({ KeyRotationEnabled: false });
    const now = await key("rotate", alias, "--now");
    expect(now.stdout).toContain(`${alias} rotates now`);
    expect(now.stdout).toContain("25 times in a key's life");
    expect(JSON.parse((await key("rotate", alias, "--json")).stdout)).toEqual({
      key: KeyId,
      rotation: "on",
      changed: true,
      periodInDays: 365,
    });
  });

  it("refuses periods that KMS does not take, two wishes at once, and keys in another state", async () => {
    const { arn: KeyId, alias } = await usedKey();
    const refused = async (message: RegExp, ...args: string[]) =>
      expect(await key("rotate", alias, ...args)).toEqual({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(message),
      });
    await refused(/every 90 to 2560 days/, "--period", "2561");
    await refused(/cannot be used with option '--off'/, "--period", "100", "--off");
    await kms.send(new DisableKeyCommand({ KeyId }));
    await refused(/is Disabled: .* rekey key enable/);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    await refused(/is PendingDeletion: .* rekey key undelete/, "--now");
  });
});

describe("rekey key enable", () => {
  it("enables a disabled key once, and no key that is to be deleted", async () => {
    const { arn: KeyId, alias } = await usedKey();
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect((await key("enable", alias)).stdout).toBe(`${alias} is enabled.\n`);
    expect((await key("enable", alias)).stdout).toBe(`${alias} was enabled already.\n`);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(await key("enable", alias)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/rekey key undelete/),
    });
  });
});
