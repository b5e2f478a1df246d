import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { inlinePolicyOf } from "../../../shared/access/index.ts";
import { builtRekey } from "../../built-rekey.ts";
import { organizationWithout } from "./organizations/make.ts";
import { startOrganizations } from "./organizations/start.ts";
import { applicationAccount, securityAccount, shareableSecret } from "./two-accounts.ts";

const profile = (name: string, account: string) =>
  `[${name}]\naws_access_key_id = ${account}\naws_secret_access_key = test\n`;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-access-"));
  await writeFile(
    path.join(folder, "credentials"),
    profile("security", securityAccount) + profile("application", applicationAccount),
  );
  await writeFile(path.join(folder, "config"), "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface End {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `rekey access …` with the profiles of both accounts. */
function access(...args: string[]): Promise<End> {
  return accessWith({}, ...args);
}

function accessWith(more: Record<string, string>, ...args: string[]): Promise<End> {
  const env = {
    ...more,
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: inject("integration").endpoint,
    AWS_REGION: "us-east-1",
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "credentials"),
    AWS_CONFIG_FILE: path.join(folder, "config"),
  };
  const { promise, resolve } = Promise.withResolvers<End>();
  execFile(process.execPath, [builtRekey, "access", ...args], { env }, (error, stdout, stderr) =>
    resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
  );
  return promise;
}

const owner = ["--owner-profile", "security"];
const both = [...owner, "--reader-profile", "application"];

describe("rekey access", () => {
  it("says why not, prints what is missing, writes it side by side, and then says why", async () => {
    const { secretArn, roleArn, roleName, reader } = await shareableSecret();
    const why = ["why", roleArn, "read", secretArn, ...both];
    const denied = await access(...why);
    expect(denied.code, denied.stderr).toBe(1);
    expect(denied.stdout).toMatch(/^DENIED .*GetSecretValue/);
    expect(denied.stdout).toContain("permissions boundary       none");
    expect(denied.stdout).toContain("service control policies   not looked at");

    const allow = ["allow", roleArn, "--read", secretArn];
    const printed = await access(...allow, ...both);
    expect(printed.code, printed.stderr).toBe(0);
    expect(printed.stdout).toMatch(/\+ .*"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"/);
    expect(printed.stdout).toContain("(to be written)");
    expect((await access(...why)).code).toBe(1);

    const ownSide = await access(...allow, ...owner, "--apply");
    expect(ownSide.code, ownSide.stderr).toBe(1);
    expect(ownSide.stdout.match(/\(written\)/g)).toHaveLength(2);
    expect(await inlinePolicyOf(reader.iam, roleArn)).toBeUndefined();

    const readersSide = await access(...allow, "--reader-profile", "application", "--apply");
    // Whether the owner has done its part, the reader may not see.
    expect(readersSide.code, readersSide.stderr).toBe(1);
    expect(readersSide.stdout.match(/\(written\)/g)).toHaveLength(1);
    await reader.iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: "rekey-access" }));

    const rest = await access(...allow, ...both, "--apply", "--json");
    expect(rest.code, rest.stderr).toBe(0);
    expect(JSON.parse(rest.stdout)).toMatchObject({
      outcome: "allowed",
      written: [{ kind: "identity policy", target: roleArn }],
    });

    const allowed = await access(...why);
    expect(allowed.code, allowed.stderr).toBe(0);
    expect(allowed.stdout.match(/^ALLOWED/gm)).toHaveLength(2);
  });

  it("lists who can read a secret and decrypt with its key, as a table and as JSON", async () => {
    const { secretArn, keyArn, roleArn } = await shareableSecret();
    await access("allow", roleArn, "--read", secretArn, ...both, "--apply");
    const readers = await access("who-can", "read", secretArn, ...owner);
    expect(readers.code, readers.stderr).toBe(0);
    expect(readers.stdout).toContain(roleArn);
    expect(readers.stdout).toContain(
      `Service control policies of ${securityAccount}, ${applicationAccount} were not looked at`,
    );
    const decryptors = await access("who-can", "decrypt", keyArn, ...owner, "--json");
    const { who } = JSON.parse(decryptors.stdout);
    expect(who).toContainEqual(
      expect.objectContaining({
        principal: `arn:aws:iam::${securityAccount}:root`,
        outcome: "allowed",
        byWayOf: ["kms:CreateGrant", "kms:PutKeyPolicy"].map((action) => ({ action, outcome: "allowed" })),
      }),
    );
  });

  it("moves a secret from under the AWS managed key, which no other account can use", async () => {
    const { owner, reader, keyArn, roleArn } = await shareableSecret();
    const Name = `managed-${randomBytes(4).toString("hex")}`;
    const { ARN: SecretId } = await owner.secretsManager.send(
      new CreateSecretCommand({ Name, SecretString: "{}" }),
    );
    const allow = ["allow", roleArn, "--read", Name, ...both];
    const impossible = await access(...allow, "--apply");
    expect(impossible.code).toBe(2);
    expect(impossible.stderr).toMatch(/aws\/secretsmanager, which no other account can use.*--move-to KEY/);

    const moved = await access(...allow, "--move-to", keyArn, "--apply");
    expect(moved.code, moved.stderr).toBe(0);
    expect(moved.stdout).toContain(`- alias/aws/secretsmanager\n+ ${keyArn}`);
    const { KmsKeyId } = await owner.secretsManager.send(new DescribeSecretCommand({ SecretId }));
    expect(KmsKeyId).toBe(keyArn);
    await reader.secretsManager.send(new GetSecretValueCommand({ SecretId }));
  });

  it("asks the organization by a profile that may", async () => {
    const organizations = await startOrganizations();
    onTestFinished(organizations.stop);
    const settings = clientSettings(organizations.endpoint);
    const { account } = await organizationWithout("kms:DescribeKey", new OrganizationsClient(settings));
    const { keyArn } = await shareableSecret();
    await appendFile(path.join(folder, "credentials"), profile("member", account));
    const question = ["why", account, "kms:DescribeKey", keyArn, ...owner, "--reader-profile", "member"];
    const env = { AWS_ENDPOINT_URL_ORGANIZATIONS: organizations.endpoint };
    const { stdout, stderr } = await accessWith(env, ...question, "--organization-profile", "security");
    expect(stdout, stderr).toMatch(/^DENIED .*\n +Denied explicitly by "Closed" of Closed \(\d{12}\)/);
    expect(stdout).not.toMatch(/service control policies +not looked at/);
  });

  it("answers for a parameter and for an alias by name", async () => {
    const root = `arn:aws:iam::${securityAccount}:root`;
    for (const [action = "", name = "", arn = ""] of [
      ["ssm:GetParameter", "/prod/shop", "arn:aws:ssm:us-east-1:111111111111:parameter/prod/shop"],
      ["kms:DeleteAlias", "alias/prod", "arn:aws:kms:us-east-1:111111111111:alias/prod"],
    ]) {
      const { code, stdout, stderr } = await access("why", root, action, name, ...owner);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`ALLOWED  ${root}: ${action} on ${arn}`);
    }
  });

  it("checks a file, and a secret with its key", async () => {
    const file = path.join(folder, "policy.json");
    await writeFile(
      file,
      JSON.stringify({ Statement: { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" } }),
    );
    const bad = await access("check", file);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/^HIGH +decrypt-with-all-keys: "statement 1"/);
    expect(bad.stdout).toContain("Fix: ");
    const { secretArn } = await shareableSecret();
    const good = await access("check", secretArn, ...owner);
    expect({ code: good.code, stdout: good.stdout }).toEqual({
      code: 0,
      stdout: `${secretArn}: nothing found.\n`,
    });
  });

  it.each([
    [
      "a file that is not there",
      ["check", "./policy.json", ...owner],
      /^rekey: There is no file "\.\/policy\.json"/,
    ],
    [
      "neither a file nor a secret",
      ["check", "policy.json", ...owner],
      /neither a file "policy\.json" nor a secret of this name/,
    ],
    [
      "no file, and AWS cannot be asked",
      ["check", "policy.json", "--owner-profile", "nobody"],
      /no file "policy\.json", and whether .* AWS did not say: .*credentials/,
    ],
  ])("check ends with 2 and a message for %s", async (_, args, message) => {
    const { code, stdout, stderr } = await access(...args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });

  it.each([
    ["a principal that is none", ["why", "bob", "kms:Decrypt", "alias/x"], /names no principal/],
    [
      "an action of another service",
      ["why", `arn:aws:iam::${securityAccount}:root`, "s3:GetObject", "*"],
      /no action of KMS/,
    ],
    [
      "a key that does not exist",
      ["why", `arn:aws:iam::${securityAccount}:root`, "kms:Decrypt", "alias/x"],
      /alias\/x does not exist/,
    ],
    [
      "a role that does not exist",
      ["allow", `arn:aws:iam::${securityAccount}:role/None`, "--use", "alias/x"],
      /role\/None does not exist/,
    ],
    [
      "neither --read nor --use",
      ["allow", `arn:aws:iam::${securityAccount}:root`],
      /either --read SECRET or --use KEY/,
    ],
    [
      "an operation of administration",
      ["allow", `arn:aws:iam::${securityAccount}:root`, "--use", "alias/x", "--operations", "PutKeyPolicy"],
      /Not among/,
    ],
    [
      "a context without a value",
      ["why", `arn:aws:iam::${securityAccount}:root`, "kms:ListKeys", "*", "--context", "x"],
      /key=value/,
    ],
  ])("ends with 2 and a message for %s", async (_, args, message) => {
    const { code, stdout, stderr } = await access(...args, ...owner);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });
});
