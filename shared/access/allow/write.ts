import {
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateGrantCommand,
  GrantOperation,
  type KMSClient,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import {
  DeleteResourcePolicyCommand,
  PutResourcePolicyCommand,
  type SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import type { AccessClients } from "./clients.ts";
import { inlinePolicyName, type WantedDocument, type WantedGrant, type WantedPolicy } from "./document.ts";
import { PolicyChangedError } from "./errors.ts";
import { fitting, normalized } from "./merge.ts";
import { presentText } from "./present.ts";

/** Takes back what was written. */
export type Undo = () => Promise<unknown>;

/**
 * Writes one document as it was planned.
 *
 * @throws PolicyChangedError if a policy is no longer what it was when the plan was made
 */
export async function write(clients: AccessClients, document: WantedDocument): Promise<Undo> {
  if (document.kind === "grant") return createGrant(clients.kms, document);
  if (document.kind === "key of the secret") {
    const put = (KmsKeyId: string) =>
      clients.secretsManager.send(new UpdateSecretCommand({ SecretId: document.target, KmsKeyId }));
    await put(document.after);
    return () => put(document.before);
  }
  const before = await presentText(clients, document);
  if (normalized(before) !== (document.before ?? "")) {
    throw new PolicyChangedError(
      `The ${document.kind} of ${document.target} has changed since it was read. Ask again.`,
    );
  }
  await put(clients, document, fitting(document.after, document.limit));
  return () => (before === undefined ? remove(clients, document) : put(clients, document, before, false));
}

async function put(
  { iam, kms, secretsManager }: AccessClients,
  { kind, target }: WantedPolicy,
  text: string,
  blockPublic = true,
): Promise<unknown> {
  if (kind === "secret policy") return putSecretPolicy(secretsManager, target, text, blockPublic);
  if (kind === "identity policy") return putInlinePolicy(iam, target, text);
  return kms.send(new PutKeyPolicyCommand({ KeyId: target, PolicyName: "default", Policy: text }));
}

function putSecretPolicy(client: SecretsManagerClient, SecretId: string, text: string, block: boolean) {
  const BlockPublicPolicy = block ? { BlockPublicPolicy: true } : {};
  return client.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy: text, ...BlockPublicPolicy }));
}

function putInlinePolicy(iam: IAMClient, target: string, PolicyDocument: string) {
  const name = target.split("/").at(-1);
  const policy = { PolicyName: inlinePolicyName, PolicyDocument };
  return target.includes(":role/")
    ? iam.send(new PutRolePolicyCommand({ RoleName: name, ...policy }))
    : iam.send(new PutUserPolicyCommand({ UserName: name, ...policy }));
}

/** A key always has a policy: only the others can be none. */
async function remove({ iam, secretsManager }: AccessClients, { kind, target }: WantedPolicy) {
  const name = target.split("/").at(-1);
  if (kind === "secret policy")
    await secretsManager.send(new DeleteResourcePolicyCommand({ SecretId: target }));
  else if (target.includes(":role/"))
    await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: inlinePolicyName }));
  else await iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: inlinePolicyName }));
}

const operations = z.array(z.enum(GrantOperation));

async function createGrant(kms: KMSClient, { target, grant }: WantedGrant): Promise<Undo> {
  const { GrantId } = await kms.send(
    new CreateGrantCommand({
      KeyId: target,
      GranteePrincipal: grant.grantee,
      Operations: operations.parse(grant.operations),
      // The same name makes a repeated call give the grant that is there.
      Name: grant.name,
      ...(grant.encryptionContextSubset && {
        Constraints: { EncryptionContextSubset: grant.encryptionContextSubset },
      }),
    }),
  );
  return () => kms.send(new RevokeGrantCommand({ KeyId: target, GrantId }));
}
