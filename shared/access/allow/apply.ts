import {
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateGrantCommand,
  GetKeyPolicyCommand,
  GrantOperation,
  type KMSClient,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import {
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { look, NotFoundError } from "../collect/look.ts";
import { inlinePolicyName, type WantedDocument, type WantedGrant, type WantedPolicy } from "./document.ts";
import { PolicyChangedError, PolicyNotTakenError } from "./errors.ts";
import { normalized } from "./merge.ts";

/** Clients of one account. */
export interface AccessClients {
  iam: IAMClient;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
}

/**
 * Writes documents of one account, exactly as they were planned.
 *
 * @throws PolicyChangedError if a policy is no longer what it was when the plan was made; PolicyNotTakenError
 */
export async function applyDocuments(
  clients: AccessClients,
  documents: readonly WantedDocument[],
): Promise<void> {
  for (const document of documents.filter(({ changed }) => changed)) {
    try {
      await (document.kind === "grant" ? createGrant(clients, document) : write(clients, document));
    } catch (error) {
      throw asNotTaken(document, error);
    }
  }
}

async function write(clients: AccessClients, document: WantedPolicy): Promise<void> {
  const present = await currentText(clients, document);
  if (normalized(present) !== (document.before ?? "")) {
    throw new PolicyChangedError(
      `The ${document.kind} of ${document.target} has changed since it was read. Ask again.`,
    );
  }
  const { target, after } = document;
  const name = target.split("/").at(-1);
  if (document.kind === "secret policy") {
    await clients.secretsManager.send(
      new PutResourcePolicyCommand({ SecretId: target, ResourcePolicy: after, BlockPublicPolicy: true }),
    );
  } else if (document.kind === "key policy") {
    await clients.kms.send(new PutKeyPolicyCommand({ KeyId: target, PolicyName: "default", Policy: after }));
  } else if (target.includes(":role/")) {
    await clients.iam.send(
      new PutRolePolicyCommand({ RoleName: name, PolicyName: inlinePolicyName, PolicyDocument: after }),
    );
  } else {
    await clients.iam.send(
      new PutUserPolicyCommand({ UserName: name, PolicyName: inlinePolicyName, PolicyDocument: after }),
    );
  }
}

async function currentText(
  clients: AccessClients,
  { kind, target }: WantedPolicy,
): Promise<string | undefined> {
  if (kind === "identity policy") return inlinePolicyOf(clients.iam, target);
  if (kind === "secret policy") {
    const { ResourcePolicy } = await clients.secretsManager.send(
      new GetResourcePolicyCommand({ SecretId: target }),
    );
    return ResourcePolicy || undefined;
  }
  const { Policy } = await clients.kms.send(
    new GetKeyPolicyCommand({ KeyId: target, PolicyName: "default" }),
  );
  return Policy;
}

/** The inline policy `rekey-access` of a user or role; undefined where there is none or it may not be read. */
export async function inlinePolicyOf(iam: IAMClient, arn: string): Promise<string | undefined> {
  const name = arn.split("/").at(-1);
  try {
    const found = await look(`The inline policy ${inlinePolicyName}`, async () => {
      const { PolicyDocument } = arn.includes(":role/")
        ? await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: inlinePolicyName }))
        : await iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName: inlinePolicyName }));
      return decodeURIComponent(PolicyDocument ?? "");
    });
    return found === "notLookedAt" ? undefined : found;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

const operations = z.array(z.enum(GrantOperation));

async function createGrant({ kms }: AccessClients, { target, grant }: WantedGrant): Promise<void> {
  await kms.send(
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
}

function asNotTaken(document: WantedDocument, error: unknown): unknown {
  const refusals = [
    "MalformedPolicyDocumentException",
    "MalformedPolicyDocument",
    "InvalidArnException",
    "PublicPolicyException",
  ];
  if (!(error instanceof Error) || !refusals.includes(error.name)) return error;
  const who = document.kind === "grant" ? document.grant.grantee : "a principal that it names";
  return new PolicyNotTakenError(
    `AWS does not take the ${document.kind} of ${document.target}: ${error.message} Most often ${who} does not exist.`,
    { cause: error },
  );
}
