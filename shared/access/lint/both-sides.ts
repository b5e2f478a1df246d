import type { KnownKey } from "../collect/key.ts";
import type { KnownSecret } from "../collect/secret.ts";
import { decide } from "../decision/decide.ts";
import { secretsManagerIn } from "../decision/read-secret.ts";
import { knownPolicies } from "../known-policies.ts";
import { accountOf, principalName } from "../request/principal.ts";
import { principalsNamed } from "../who-can.ts";
import type { PolicyFinding } from "./finding.ts";

/** Principals of other accounts that may read a secret but not use its key, or the other way round. */
export function lintBothSides(secret: KnownSecret, key: KnownKey): PolicyFinding[] {
  const { resource } = secret;
  // Replication to another account is AWS's own way of sharing, and needs no reader in the policies.
  const readers = principalsNamed({ policy: secret.policy, grants: key.grants }, []);
  const named = [...readers, ...principalsNamed(key, readers)].filter(
    ({ principal }) => principal.kind !== "service" && accountOf(principal) !== resource.account,
  );
  const all = { identity: [allowsEverything], boundary: "none" } as const;
  return named.flatMap(({ principal }): PolicyFinding[] => {
    const known = { principal, ...all };
    const mayGet = decide(
      { principal, action: "secretsmanager:GetSecretValue", resource },
      knownPolicies(known, secret),
    ).outcome;
    const mayDecrypt = decide(
      {
        principal,
        action: "kms:Decrypt",
        resource: key.resource,
        via: secretsManagerIn(resource.region, resource.arn),
        encryptionContext: { SecretARN: resource.arn, SecretVersionId: null },
      },
      knownPolicies(known, key),
    ).outcome;
    const who = principalName(principal);
    if (mayGet === "allowed" && mayDecrypt === "denied") return [lacksKey(who, key.awsManaged)];
    return mayGet === "denied" && mayDecrypt === "allowed" ? [lacksSecret(who)] : [];
  });
}

/** An identity policy that leaves it all to the resource. */
export const allowsEverything = {
  name: "any identity policy",
  document: {
    version: "2012-10-17" as const,
    statements: [
      {
        effect: "Allow" as const,
        action: { not: false, patterns: ["*"] },
        resource: { not: false, patterns: ["*"] },
        conditions: [],
      },
    ],
  },
};

function lacksKey(who: string, awsManaged: boolean | undefined): PolicyFinding {
  return {
    rule: "both-sides-mismatch",
    severity: "MEDIUM",
    document: "key policy",
    problem: `${who} may get the secret but not decrypt it: ${awsManaged ? "the AWS managed key is never used across accounts" : "the key policy does not allow it"}.`,
    fix: awsManaged
      ? "Move the secret to a customer managed key, then rekey access allow … --read."
      : "rekey access allow … --read writes the key policy's statement.",
  };
}

function lacksSecret(who: string): PolicyFinding {
  return {
    rule: "both-sides-mismatch",
    severity: "LOW",
    document: "resource policy",
    problem: `${who} may use the key through Secrets Manager but not get the secret.`,
    fix: "rekey access allow … --read writes the secret's policy; or take the principal out of the key policy.",
  };
}
