import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import { GetKeyPolicyCommand, KMSServiceException, ListGrantsCommand } from "@aws-sdk/client-kms";
import { GetResourcePolicyCommand, SecretsManagerServiceException } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import {
  type AccessClients,
  applyDocuments,
  inlinePolicyOf,
  NotPermittedError,
  PartlyWrittenError,
  PolicyNotTakenError,
  planRead,
} from "../../../shared/access/index.ts";
import { lookAtBoth, shareableSecret } from "./two-accounts.ts";

type Shared = Awaited<ReturnType<typeof shareableSecret>>;

/** LocalStack takes any policy from anybody: these clients answer as KMS and Secrets Manager do. */
function answering(
  clients: AccessClients,
  commands: readonly string[],
  name: string,
  message = "Not authorized.",
): AccessClients {
  const refuse = (commandName = "", error: () => Error) => {
    if (commands.includes(commandName)) throw error();
  };
  const about = { name, message, $fault: "client", $metadata: {} } as const;
  clients.kms.middlewareStack.add((next, { commandName }) => async (args) => {
    refuse(commandName, () => new KMSServiceException(about));
    return next(args);
  });
  clients.secretsManager.middlewareStack.add((next, { commandName }) => async (args) => {
    refuse(commandName, () => new SecretsManagerServiceException(about));
    return next(args);
  });
  return clients;
}

async function allPolicies({ owner, reader, keyArn, secretArn, roleArn }: Shared) {
  const { Policy } = await owner.kms.send(new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }));
  const { Grants } = await owner.kms.send(new ListGrantsCommand({ KeyId: keyArn }));
  const { ResourcePolicy } = await owner.secretsManager.send(
    new GetResourcePolicyCommand({ SecretId: secretArn }),
  );
  return { Policy, Grants, ResourcePolicy, inline: await inlinePolicyOf(reader.iam, roleArn) };
}

const notTaken = "MalformedPolicyDocumentException";

describe("a document that cannot be written", () => {
  it.each([
    ["the second", ["PutResourcePolicyCommand"], {}],
    ["the second, after a grant", ["PutResourcePolicyCommand"], { byGrant: true }],
    ["the first", ["PutKeyPolicyCommand"], {}],
  ])("for want of a permission leaves all as it was: %s", async (_, commands, options) => {
    const shared = await shareableSecret();
    const before = await allPolicies(shared);
    const { secret, key, role } = await lookAtBoth(shared);
    const { documents } = planRead(secret, key, role, options);
    const owner = answering(shared.owner, commands, "AccessDeniedException");
    const applying = applyDocuments({ owner, reader: shared.reader }, documents);
    await expect(applying).rejects.toThrow(NotPermittedError);
    await expect(applying).rejects.toThrow(
      /owner's credentials may not write the .* of arn:.*Nothing has changed/,
    );
    expect(await allPolicies(shared)).toEqual(before);
  });

  it("on the reader's side takes back what the owner's got", async () => {
    const shared = await shareableSecret();
    const before = await allPolicies(shared);
    const { secret, key, role } = await lookAtBoth(shared);
    const { documents } = planRead(secret, key, role);
    await shared.reader.iam.send(new DeleteRoleCommand({ RoleName: shared.roleName }));
    await expect(applyDocuments(shared, documents)).rejects.toThrow();
    expect(await allPolicies(shared)).toEqual(before);
  });

  it("is told with what could not be taken back", async () => {
    const shared = await shareableSecret();
    const { secret, key, role } = await lookAtBoth(shared);
    const { documents } = planRead(secret, key, role, { byGrant: true });
    const owner = answering(
      shared.owner,
      ["PutResourcePolicyCommand", "RevokeGrantCommand"],
      "AccessDeniedException",
    );
    const applying = applyDocuments({ owner }, documents);
    await expect(applying).rejects.toThrow(PartlyWrittenError);
    await expect(applying).rejects.toThrow(`could not be taken back: the grant of ${shared.keyArn}`);
    await expect(applying).rejects.not.toThrow("Nothing has changed");
  });

  it("since a principal does not exist names it", async () => {
    const shared = await shareableSecret();
    const { secret, key, role } = await lookAtBoth(shared);
    const { documents } = planRead(secret, key, role);
    await shared.reader.iam.send(new DeleteRoleCommand({ RoleName: shared.roleName }));
    const owner = answering(shared.owner, ["PutKeyPolicyCommand"], notTaken, "Invalid principal.");
    const applying = applyDocuments({ owner, reader: shared.reader }, documents);
    await expect(applying).rejects.toThrow(PolicyNotTakenError);
    await expect(applying).rejects.toThrow(`There is no ${shared.roleArn} (any more). Nothing has changed.`);
  });

  it("since a principal was deleted names the id that stands for it", async () => {
    const shared = await shareableSecret();
    const { secret, key, role } = await lookAtBoth(shared);
    const id = "AROAEXAMPLEEXAMPLE123";
    const statement = { Effect: "Allow", Principal: { AWS: id }, Action: "kms:Decrypt", Resource: "*" };
    const policyText = JSON.stringify({
      Version: "2012-10-17",
      Statement: [...JSON.parse(key.policyText ?? "").Statement, statement],
    });
    const { documents } = planRead(secret, { ...key, policyText }, role);
    const changed = documents.map((one) =>
      "before" in one && one.kind === "key policy"
        ? { ...one, before: JSON.stringify(JSON.parse(key.policyText ?? ""), null, 2) }
        : one,
    );
    const owner = answering(shared.owner, ["PutKeyPolicyCommand"], notTaken, "Invalid principal.");
    await expect(applyDocuments({ owner }, changed)).rejects.toThrow(`There is no ${id}`);
  });

  it("names whom it could not look up where none is known to be missing", async () => {
    const shared = await shareableSecret();
    const { secret, key, role } = await lookAtBoth(shared);
    const { documents } = planRead(secret, key, role);
    const owner = answering(shared.owner, ["PutKeyPolicyCommand"], notTaken, "Invalid principal.");
    await expect(applyDocuments({ owner }, documents)).rejects.toThrow(
      `could not be looked up: ${shared.roleArn}.`,
    );
  });
});
