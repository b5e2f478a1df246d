import { createHash } from "node:crypto";
import { secretsManagerIn } from "../decision/read-secret.ts";

/** A statement as a policy document holds it. */
export interface PolicyStatement {
  Sid: string;
  Effect: "Allow";
  Principal?: { AWS: string };
  Action: string | string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

/** What is to be allowed to whom. */
export interface Wanted {
  /** ARN of the user, role or root that the resource's side names. */
  trusted: string;
  /** ARN of the principal that gets the identity policy. */
  principal: string;
}

/** A Sid that is the same whenever the same is asked for: Secrets Manager takes letters and digits only. */
function sid(purpose: string, ...parts: string[]): string {
  return `Rekey${purpose}${createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12)}`;
}

/** An ARN that means the secret whatever its six random characters, which change if it is made anew. */
export function anySuffix(secretArn: string): string {
  return secretArn.replace(/-[A-Za-z0-9]{6}$/, "-??????");
}

const secretsManagerOf = (arn: string) => secretsManagerIn(arn.split(":")[3] ?? "", arn);

/** For the secret's resource policy. */
export function readInSecretPolicy({ trusted }: Wanted, secretArn: string): PolicyStatement {
  return {
    Sid: sid("Read", trusted, secretArn),
    Effect: "Allow",
    Principal: { AWS: trusted },
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  };
}

/** For the policy of the secret's key: decryption of this secret through Secrets Manager, and nothing else. */
export function readInKeyPolicy({ trusted }: Wanted, secretArn: string): PolicyStatement {
  return {
    Sid: sid("Read", trusted, secretArn),
    Effect: "Allow",
    Principal: { AWS: trusted },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:ViaService": secretsManagerOf(secretArn),
        "kms:EncryptionContext:SecretARN": secretArn,
      },
    },
  };
}

/**
 * For the reader's identity policy.
 *
 * @param keyArn none for the AWS managed key, which needs no permission of the reader's
 */
export function readInIdentityPolicy(
  { principal }: Wanted,
  secretArn: string,
  keyArn: string | undefined,
): PolicyStatement[] {
  const secret = anySuffix(secretArn);
  const get: PolicyStatement = {
    Sid: sid("Read", principal, secret),
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: secret,
  };
  if (keyArn === undefined) return [get];
  const decrypt: PolicyStatement = {
    Sid: sid("Decrypt", principal, secret, keyArn),
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn,
    Condition: {
      StringEquals: { "kms:ViaService": secretsManagerOf(secretArn) },
      StringLike: { "kms:EncryptionContext:SecretARN": secret },
    },
  };
  return [get, decrypt];
}

/** For a key policy: operations with the key. */
export function useInKeyPolicy(
  { trusted }: Wanted,
  keyArn: string,
  operations: readonly string[],
): PolicyStatement {
  return {
    Sid: sid("Use", trusted, keyArn),
    Effect: "Allow",
    Principal: { AWS: trusted },
    Action: operations.map((operation) => `kms:${operation}`),
    Resource: "*",
  };
}

/** For the user's identity policy: operations with the key. */
export function useInIdentityPolicy(
  { principal }: Wanted,
  keyArn: string,
  operations: readonly string[],
): PolicyStatement {
  return {
    Sid: sid("Use", principal, keyArn),
    Effect: "Allow",
    Action: operations.map((operation) => `kms:${operation}`),
    Resource: keyArn,
  };
}
