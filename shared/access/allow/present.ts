import {
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  type IAMClient,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import { look } from "../collect/look.ts";
import type { AccessClients } from "./clients.ts";
import { inlinePolicyName, type WantedPolicy } from "./document.ts";

/** The text of a policy as AWS holds it now; undefined where there is none. */
export async function presentText(
  { iam, kms, secretsManager }: AccessClients,
  { kind, target }: WantedPolicy,
): Promise<string | undefined> {
  if (kind === "identity policy") return inlineText(iam, target);
  if (kind === "secret policy") {
    const { ResourcePolicy } = await secretsManager.send(new GetResourcePolicyCommand({ SecretId: target }));
    return ResourcePolicy || undefined;
  }
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: target, PolicyName: "default" }));
  return Policy;
}

/** The inline policy `rekey-access` of a user or role; undefined where there is none or it may not be read. */
export async function inlinePolicyOf(iam: IAMClient, arn: string): Promise<string | undefined> {
  const found = await look(`The inline policy ${inlinePolicyName}`, () => inlineText(iam, arn));
  return found === "notLookedAt" ? undefined : found;
}

async function inlineText(iam: IAMClient, arn: string): Promise<string | undefined> {
  const name = arn.split("/").at(-1);
  try {
    const { PolicyDocument } = arn.includes(":role/")
      ? await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: inlinePolicyName }))
      : await iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName: inlinePolicyName }));
    return decodeURIComponent(PolicyDocument ?? "");
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}
