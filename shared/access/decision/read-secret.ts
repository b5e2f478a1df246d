import { and, type Truth } from "../conditions/truth.ts";
import type { NamedPolicy } from "../match/statement.ts";
import { parsePolicy } from "../policy/document.ts";
import type { AccessRequest } from "../request/context.ts";
import type { Resource } from "../request/resource.ts";
import { type Decision, decide, type KnownPolicies } from "./decide.ts";

/** Whether a principal can read a secret's value: two requests must be allowed. */
export interface ReadDecision {
  outcome: Decision["outcome"];
  /** `secretsmanager:GetSecretValue` on the secret. */
  getSecretValue: Decision;
  /** `kms:Decrypt` on its key, as Secrets Manager asks it for the principal. */
  decrypt: Decision;
}

/**
 * Decides whether a principal can read a secret's value. Secrets Manager decrypts for the principal, with the encryption
 * context SecretARN and SecretVersionId: Secrets Manager User Guide, security-encryption.
 *
 * @param request who reads which secret; its action and `via` are set here
 * @param key the secret's key
 * @param known policies of the principal with the secret's, and with the key's
 */
export function decideRead(
  request: Omit<AccessRequest, "action" | "via" | "encryptionContext">,
  key: Resource,
  known: { secret: KnownPolicies; key: KnownPolicies },
): ReadDecision {
  const getSecretValue = decide({ ...request, action: "secretsmanager:GetSecretValue" }, known.secret);
  const decrypt = decide(decryptOf(request, key), known.key);
  const truths = [getSecretValue, decrypt].map(toTruth);
  const both = and(...truths);
  return {
    outcome: both === true ? "allowed" : both === false ? "denied" : "unknown",
    getSecretValue,
    decrypt,
  };
}

function decryptOf(
  { resource: secret, context, ...request }: Omit<AccessRequest, "action" | "via" | "encryptionContext">,
  key: Resource,
): AccessRequest {
  return {
    ...request,
    ...(context && { context: ofTheKeyAsWell(context) }),
    resource: key,
    action: "kms:Decrypt",
    via: secretsManagerIn(secret.region, secret.arn),
    encryptionContext: { SecretARN: secret.arn, SecretVersionId: null },
  };
}

/**
 * What is said of the secret, and of the way by which the principal's own request comes, is not said of the request
 * that Secrets Manager makes: IAM User Guide, access_forward_access_sessions.
 */
function ofTheKeyAsWell(
  context: NonNullable<AccessRequest["context"]>,
): NonNullable<AccessRequest["context"]> {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !ofFirstRequest.test(key)));
}

const ofFirstRequest = /^(secretsmanager:|aws:ResourceTag\/|aws:(Source(Ip|Vpc|Vpce)|VpcSourceIp)$)/i;

/** Secrets Manager of a Region, as `kms:ViaService` names it. */
export function secretsManagerIn(region: string, arn: string): string {
  return `secretsmanager.${region}.amazonaws.com${arn.startsWith("arn:aws-cn:") ? ".cn" : ""}`;
}

const toTruth = ({ outcome }: Decision): Truth => (outcome === "unknown" ? "unknown" : outcome === "allowed");

/**
 * The key policy of the AWS managed key `aws/secretsmanager`: all of the account who may use the secret, and nobody
 * else. Source: Secrets Manager User Guide, security-encryption.
 */
export function awsManagedKeyPolicy(account: string, via: string): NamedPolicy {
  const document = parsePolicy({
    Version: "2012-10-17",
    Id: "auto-secretsmanager-2",
    Statement: [
      {
        Sid: "Allow access through AWS Secrets Manager for all principals in the account that are authorized to use AWS Secrets Manager",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:CreateGrant", "kms:DescribeKey"],
        Resource: "*",
        Condition: { StringEquals: { "kms:CallerAccount": account, "kms:ViaService": via } },
      },
      {
        Sid: "Allow data keys through AWS Secrets Manager",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:GenerateDataKey*",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:CallerAccount": account },
          StringLike: { "kms:ViaService": via },
        },
      },
      {
        Sid: "Allow direct access to key metadata to the account",
        Effect: "Allow",
        Principal: { AWS: account },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
        Resource: "*",
      },
    ],
  });
  return { name: "key policy of aws/secretsmanager", document };
}
