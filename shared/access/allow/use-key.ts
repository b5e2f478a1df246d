import type { KnownKey } from "../collect/key.ts";
import { decide } from "../decision/decide.ts";
import { knownPolicies } from "../known-policies.ts";
import { type WantedDocument, wantedPolicy } from "./document.ts";
import { ImpossibleError } from "./errors.ts";
import { wantedGrant } from "./grant.ts";
import { type AllowOptions, type AllowPlan, afterwards, checked, notesOn, type Reader } from "./plan.ts";
import { useInIdentityPolicy, useInKeyPolicy } from "./statements.ts";
import { wantedFor } from "./trusted.ts";

/** What users of a symmetric key do: KMS Developer Guide, key-policy-default, key users. */
export const usingOperations = [
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
] as const;

/**
 * The documents that let a principal use a key.
 *
 * @param operations such as `Decrypt`
 * @throws ImpossibleError, RefusedPlanError, PolicyTooLargeError, PolicySyntaxError
 */
export function planUse(
  key: KnownKey,
  reader: Reader,
  operations: readonly string[] = usingOperations,
  options: AllowOptions = {},
): AllowPlan {
  if (key.awsManaged) {
    throw new ImpossibleError(
      `${key.resource.arn} is an AWS managed key: its policy cannot be changed. Use a customer managed key.`,
    );
  }
  const wanted = wantedFor(reader.principal, options);
  const across = wanted.account !== key.resource.account;
  const { arn } = key.resource;
  const identity: WantedDocument[] =
    reader.principal.kind === "root"
      ? []
      : [
          wantedPolicy(
            { kind: "identity policy", side: "reader", target: wanted.principal },
            reader.inlinePolicy,
            [useInIdentityPolicy(wanted, arn, operations)],
          ),
        ];
  const forKey = (): WantedDocument =>
    options.byGrant
      ? wantedGrant(key, wanted, operations)
      : wantedPolicy({ kind: "key policy", side: "owner", target: arn }, key.policyText, [
          useInKeyPolicy(wanted, arn, operations),
        ]);
  const evaluate = (documents: readonly WantedDocument[]) => {
    const after = afterwards(documents, reader, key, undefined);
    const known = knownPolicies(after.reader, { ...key, policy: after.key, grants: after.grants });
    const decisions = operations.map((operation) =>
      decide({ principal: reader.principal, action: `kms:${operation}`, resource: key.resource }, known),
    );
    return { after, decisions };
  };
  const needsKey = across || evaluate(identity).decisions.some(({ outcome }) => outcome === "denied");
  // A grant needs no identity policy.
  const documents = options.byGrant ? [forKey()] : [...(needsKey ? [forKey()] : []), ...identity];
  const { after, decisions } = evaluate(documents);
  const worst =
    decisions.find(({ outcome }) => outcome === "denied") ??
    decisions.find(({ outcome }) => outcome === "unknown") ??
    decisions[0];
  const plan: AllowPlan = {
    documents,
    outcome: worst?.outcome ?? "denied",
    reasons: worst ? [worst.reason] : ["No operation was named."],
    notes: notesOn(reader, key, undefined, ...decisions),
  };
  return checked(plan, after, key);
}
