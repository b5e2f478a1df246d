import { randomBytes } from "node:crypto";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  type KeySpec,
  type KeyUsageType,
  KMSClient,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { retireEndedGrants } from "../../../shared/keys/index.ts";
import { key } from "./run-key.ts";

const { endpoint } = inject("integration");
const settings = clientSettings(endpoint);
const kms = new KMSClient(settings);
const iam = new IAMClient(settings);
const suffix = randomBytes(4).toString("hex");
const stage = `grants-${suffix}`;
const roleArn = `arn:aws:iam::000000000000:role/app-${suffix}`;
const retiredBy = `arn:aws:iam::000000000000:role/rekey-${stage}-retire-grants`;

beforeAll(async () => {
  for (const RoleName of [`app-${suffix}`, `rekey-${stage}-retire-grants`])
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: "{}" }));
});

async function aKey(KeySpec: KeySpec = "SYMMETRIC_DEFAULT", KeyUsage: KeyUsageType = "ENCRYPT_DECRYPT") {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage }));
  return KeyMetadata?.KeyId ?? "";
}

async function grantsOf(KeyId: string) {
  const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId }));
  return Grants;
}

const decrypting = ["--to", roleArn, "--operations", "Decrypt"];

describe("rekey key grant", () => {
  it("lets a principal do what is named where the encryption context has what is named", async () => {
    const id = await aKey();
    const run = await key(
      "grant",
      id,
      "--to",
      roleArn,
      "--operations",
      "Encrypt,Decrypt",
      "--context",
      "app=pay",
    );
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain(`${roleArn} may Decrypt, Encrypt, where the encryption context has app=pay`);
    expect(await grantsOf(id)).toMatchObject([
      {
        GranteePrincipal: roleArn,
        Operations: expect.arrayContaining(["Decrypt", "Encrypt"]),
        Constraints: { EncryptionContextSubset: { app: "pay" } },
      },
    ]);
    await key("grant", id, ...decrypting, "--context", "app=pay", "--exact");
    expect(await grantsOf(id)).toContainEqual(
      expect.objectContaining({ Constraints: { EncryptionContextEquals: { app: "pay" } } }),
    );
  });

  it("ends when its time is over", async () => {
    const id = await aKey();
    const run = await key("grant", id, ...decrypting, "--for", "1h", "--stage", stage, "--json");
    expect(run.code, run.stderr).toBe(0);
    const { id: grantId, end } = JSON.parse(run.stdout);
    expect(end.retiredBy).toBe(retiredBy);
    const other = await key("grant", id, ...decrypting);
    expect(other.code).toBe(0);

    const early = await retireEndedGrants(kms, { retiredBy, now: new Date() });
    expect(early).toMatchObject({ retired: [], running: 1, failures: [] });
    const late = await retireEndedGrants(kms, { retiredBy, now: new Date(end.at) });
    expect(late).toMatchObject({ retired: [grantId], failures: [] });
    const left = await grantsOf(id);
    expect(left.map(({ GrantId }) => GrantId)).not.toContain(grantId);
    expect(left).toHaveLength(1);
    expect(await retireEndedGrants(kms, { retiredBy, now: new Date(end.at) })).toMatchObject({ retired: [] });
  });

  it.each([
    ["a role that does not exist", ["--to", `${roleArn}x`, "--operations", "Decrypt"], /does not exist/],
    ["what is no principal", ["--to", "bob", "--operations", "Decrypt"], /names no principal/],
    [
      "a service",
      ["--to", "s3.amazonaws.com", "--operations", "Decrypt"],
      /only AWS gives grants to services/,
    ],
    ["an operation of other keys", ["--to", roleArn, "--operations", "Sign"], /cannot permit Sign/],
    [
      "an operation that no grant permits",
      ["--to", roleArn, "--operations", "PutKeyPolicy"],
      /cannot permit/,
    ],
    [
      "a stage without a stack",
      [...decrypting, "--for", "1h", "--stage", "none"],
      /no role rekey-none-retire/,
    ],
    ["a time that is none", [...decrypting, "--for", "soon"], /must be such as 30d/],
    ["a pair that is none", [...decrypting, "--context", "app"], /key=value/],
    ["no operation", ["--to", roleArn, "--operations", ""], /at least one operation/],
  ])("ends with 2 and a message for %s, and makes no grant", async (_, args, message) => {
    const id = await aKey();
    expect(await key("grant", id, ...args)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(message),
    });
    expect(await grantsOf(id)).toEqual([]);
  });

  it("refuses an encryption context for a key that knows none, and a key that is disabled", async () => {
    const signing = await aKey("RSA_2048", "SIGN_VERIFY");
    const refused = await key("grant", signing, "--to", roleArn, "--operations", "Sign", "--context", "a=b");
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("knows no encryption context"),
    });
    const id = await aKey();
    await kms.send(new DisableKeyCommand({ KeyId: id }));
    expect(await key("grant", id, ...decrypting)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is Disabled"),
    });
  });
});

describe("rekey key grants", () => {
  it("lists what they permit, until when, who made them and when they were last used", async () => {
    const id = await aKey();
    await key("grant", id, "--to", roleArn, "--operations", "Encrypt", "--for", "1h", "--stage", stage);
    const unused = await key("grants", id);
    expect(unused.code, unused.stderr).toBe(0);
    expect(unused.stdout).toMatch(
      /may Encrypt\n {2}until \d{4}-.*\n {2}made .*, by arn:aws:iam::0{12}:root\n/,
    );
    expect(unused.stdout).toMatch(/not used since .*, as far as the trail tells/);

    const { Credentials: session } = await new STSClient(settings).send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "task-1" }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = session ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    const ofRole = new KMSClient(clientSettings(endpoint, credentials));
    await ofRole.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from("x") }));
    const { grants } = JSON.parse((await key("grants", id, "--json")).stdout);
    expect(grants).toMatchObject([
      {
        grantee: roleArn,
        madeBy: "arn:aws:iam::000000000000:root",
        lastUse: { operation: "Encrypt", caller: expect.stringMatching(/\/task-1$/) },
      },
    ]);
  });

  it("says where the trail does not tell who made a grant, and that a key has none", async () => {
    const id = await aKey();
    expect((await key("grants", id)).stdout).toBe(`${id} has no grants.\n`);
    await key("grant", id, ...decrypting);
    const { stdout } = await key("grants", id, "--since", new Date().toISOString());
    expect(stdout).toMatch(/made .*, by whom is unknown: the trail since .* does not tell/);
  });
});

describe("rekey key revoke", () => {
  it("takes a grant away by its id or its name, once", async () => {
    const id = await aKey();
    const { id: grantId } = JSON.parse((await key("grant", id, ...decrypting, "--json")).stdout);
    await key("grant", id, ...decrypting, "--for", "1h", "--stage", stage);
    expect((await key("revoke", id, grantId)).stdout).toContain(
      `The grant ${grantId} to ${roleArn} is revoked`,
    );
    const [left, ...more] = await grantsOf(id);
    expect(more).toEqual([]);
    expect((await key("revoke", id, left?.Name ?? "")).code).toBe(0);
    expect(await grantsOf(id)).toEqual([]);
    expect(await key("revoke", id, grantId)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`has no grant ${grantId}`),
    });
  });
});
