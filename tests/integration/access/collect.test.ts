import { randomBytes } from "node:crypto";
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  KMSServiceException,
} from "@aws-sdk/client-kms";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { beforeAll, describe, expect, it } from "vitest";
import {
  collectAccount,
  collectKey,
  collectPrincipal,
  collectSecret,
  collectSecretKey,
  type KnownPrincipal,
  NotFoundError,
  parsePrincipal,
} from "../../../shared/access/index.ts";
import { clientsOf } from "./two-accounts.ts";

const account = "333333333333";
const suffix = randomBytes(4).toString("hex");
const user = `arn:aws:iam::${account}:user/staff/alice-${suffix}`;
const role = `arn:aws:iam::${account}:role/apps/App-${suffix}`;
const policyOf = (action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "S", Effect: "Allow", Action: action, Resource: "*" }],
  });
const actionsOf = ({ identity }: KnownPrincipal) =>
  identity === "notLookedAt"
    ? identity
    : identity.flatMap(({ document }) => document.statements.flatMap(({ action }) => action.patterns)).sort();

const { iam, kms, secretsManager } = clientsOf(account);

beforeAll(async () => {
  const [UserName, GroupName, RoleName] = [`alice-${suffix}`, `team-${suffix}`, `App-${suffix}`];
  const managed = async (name: string, action: string) => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: `${name}-${suffix}`, PolicyDocument: policyOf(action) }),
    );
    return Policy?.Arn ?? "";
  };
  const boundary = await managed("boundary", "kms:*");
  const attached = await managed("attached", "kms:Decrypt");
  const ofGroup = await managed("group", "kms:Sign");
  await iam.send(
    new CreateUserCommand({
      UserName,
      Path: "/staff/",
      PermissionsBoundary: boundary,
      Tags: [{ Key: "team", Value: "pay" }],
    }),
  );
  await iam.send(
    new PutUserPolicyCommand({ UserName, PolicyName: "inline", PolicyDocument: policyOf("kms:Encrypt") }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: attached }));
  await iam.send(new CreateGroupCommand({ GroupName }));
  await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
  await iam.send(
    new PutGroupPolicyCommand({ GroupName, PolicyName: "inline", PolicyDocument: policyOf("kms:Verify") }),
  );
  await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: ofGroup }));
  await iam.send(
    new CreateRoleCommand({ RoleName, Path: "/apps/", AssumeRolePolicyDocument: policyOf("sts:AssumeRole") }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: "inline", PolicyDocument: policyOf("kms:Encrypt") }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: attached }));
});

describe("a principal's policies", () => {
  it("are read for a user: inline, attached, those of its groups, boundary and tags", async () => {
    const known = await collectPrincipal(iam, parsePrincipal(user));
    expect(actionsOf(known)).toEqual(["kms:Decrypt", "kms:Encrypt", "kms:Sign", "kms:Verify"]);
    expect(known.boundary).toMatchObject([
      { document: { statements: [{ action: { patterns: ["kms:*"] } }] } },
    ]);
    expect(known.principal).toMatchObject({
      tags: { team: "pay" },
      uniqueId: expect.stringMatching(/^AIDA|.+/),
    });
  });

  it("are read for a session by its role, whose path the session does not tell", async () => {
    const session = `arn:aws:sts::${account}:assumed-role/App-${suffix}/i-1`;
    const known = await collectPrincipal(iam, parsePrincipal(session));
    expect(known.principal).toMatchObject({ arn: role, session: { arn: session } });
    expect(actionsOf(known)).toEqual(["kms:Decrypt", "kms:Encrypt"]);
    expect(known.boundary).toBe("none");
  });

  it("are the same when the whole account is read", async () => {
    const all = await collectAccount(iam);
    if (all === "notLookedAt") throw new Error("The account could not be read.");
    for (const arn of [user, role]) {
      const one = await collectPrincipal(iam, parsePrincipal(arn));
      const found = all.find(({ principal }) => "arn" in principal && principal.arn === arn);
      expect(found && actionsOf(found)).toEqual(actionsOf(one));
      // LocalStack leaves the boundary out here; AWS does not.
    }
  });

  it("are not looked at without a client of its account", async () => {
    expect(await collectPrincipal(undefined, parsePrincipal(user))).toMatchObject({
      identity: "notLookedAt",
      boundary: "notLookedAt",
    });
  });

  it("of nobody are an error that says so", async () => {
    const nobody = parsePrincipal(`arn:aws:iam::${account}:role/Nobody`);
    await expect(collectPrincipal(iam, nobody)).rejects.toThrow(NotFoundError);
  });
});

describe("a key and a secret", () => {
  it("are read with policy, aliases, grants, tags and key", async () => {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ Tags: [{ TagKey: "env", TagValue: "prod" }] }),
    );
    const KeyId = KeyMetadata?.Arn ?? "";
    const AliasName = `alias/prod-${suffix}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
    const Constraints = { EncryptionContextSubset: { app: "pay" } };
    await kms.send(
      new CreateGrantCommand({ KeyId, GranteePrincipal: role, Operations: ["Decrypt"], Constraints }),
    );
    const key = await collectKey(kms, AliasName);
    expect(key).toMatchObject({
      resource: {
        arn: KeyId,
        aliases: [AliasName],
        tags: { env: "prod" },
        attributes: { "kms:KeySpec": ["SYMMETRIC_DEFAULT"] },
      },
      grants: [{ grantee: role, operations: ["Decrypt"], encryptionContextSubset: { app: "pay" } }],
      awsManaged: false,
      state: "Enabled",
    });
    const Name = `prod/shop-${suffix}`;
    const { ARN } = await secretsManager.send(
      new CreateSecretCommand({ Name, SecretString: "{}", KmsKeyId: AliasName }),
    );
    const secret = await collectSecret(secretsManager, Name);
    expect(secret).toMatchObject({ resource: { arn: ARN }, policy: "none" });
    expect((await collectSecretKey(kms, secret)).resource.arn).toBe(KeyId);
  });

  it("that do not exist are an error that says so", async () => {
    await expect(collectKey(kms, "alias/nothing")).rejects.toThrow(NotFoundError);
    await expect(collectSecret(secretsManager, "nothing")).rejects.toThrow(NotFoundError);
  });

  it("that may not be read were not looked at", async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const { kms: forbidden } = clientsOf(account);
    // LocalStack does not enforce policies: the client answers as KMS does where they do not allow.
    forbidden.middlewareStack.add(() => async () => {
      throw new KMSServiceException({ name: "AccessDeniedException", $fault: "client", $metadata: {} });
    });
    const arn = KeyMetadata?.Arn ?? "";
    expect(await collectKey(forbidden, arn)).toMatchObject({
      resource: { arn, tags: undefined, aliases: undefined },
      policy: "notLookedAt",
      grants: "notLookedAt",
      awsManaged: undefined,
    });
    await expect(collectKey(forbidden, "alias/prod")).rejects.toThrow(/may not be described/);
  });
});
