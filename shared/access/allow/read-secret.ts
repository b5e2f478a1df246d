import type { KnownKey } from "../collect/key.ts";
import type { KnownSecret } from "../collect/secret.ts";
import { decideRead } from "../decision/read-secret.ts";
import { knownPolicies } from "../known-policies.ts";
import { type WantedDocument, wantedPolicy } from "./document.ts";
import { ImpossibleError } from "./errors.ts";
import { wantedGrant } from "./grant.ts";
import { type AllowOptions, type AllowPlan, afterwards, checked, notesOn, type Reader } from "./plan.ts";
import { readInIdentityPolicy, readInKeyPolicy, readInSecretPolicy } from "./statements.ts";
import { wantedFor } from "./trusted.ts";

/**
 * The documents that let a principal read a secret: in another account the secret's policy, its key's policy (or a
 * grant) and an identity policy; in the same account the identity policy, and the key's where it does not leave the
 * key to the account. Source: Secrets Manager User Guide, auth-and-access_examples_cross.
 *
 * @throws ImpossibleError, RefusedPlanError, PolicyTooLargeError, PolicySyntaxError
 */
export function planRead(
  secret: KnownSecret,
  key: KnownKey,
  reader: Reader,
  options: AllowOptions = {},
): AllowPlan {
  const wanted = wantedFor(reader.principal, options);
  const across = wanted.account !== secret.resource.account;
  const secretArn = secret.resource.arn;
  const keyArn = key.resource.arn;
  if (across && key.awsManaged) {
    throw new ImpossibleError(
      `${secretArn} is encrypted under the AWS managed key aws/secretsmanager, which no other account can use. ` +
        "Move the secret to a customer managed key (aws secretsmanager update-secret --kms-key-id), then ask again; " +
        "or replicate it to the other account (AWS: cross-account replication), which needs a customer managed key there.",
    );
  }
  const identity: WantedDocument[] =
    reader.principal.kind === "root"
      ? []
      : [
          wantedPolicy(
            { kind: "identity policy", side: "reader", target: wanted.principal },
            reader.inlinePolicy,
            readInIdentityPolicy(wanted, secretArn, key.awsManaged ? undefined : keyArn),
          ),
        ];
  const forKey = (): WantedDocument =>
    options.byGrant
      ? wantedGrant(key, wanted, ["Decrypt"], { SecretARN: secretArn })
      : wantedPolicy({ kind: "key policy", side: "owner", target: keyArn }, key.policyText, [
          readInKeyPolicy(wanted, secretArn),
        ]);
  const forSecret = wantedPolicy(
    { kind: "secret policy", side: "owner", target: secretArn },
    secret.policyText,
    [readInSecretPolicy(wanted, secretArn)],
  );
  const evaluate = (documents: readonly WantedDocument[]) => {
    const after = afterwards(documents, reader, key, secret);
    const decision = decideRead({ principal: reader.principal, resource: secret.resource }, key.resource, {
      secret: knownPolicies(after.reader, { policy: after.secret }),
      key: knownPolicies(after.reader, { policy: after.key, grants: after.grants }),
    });
    return { after, decision };
  };
  const needsKey = !across && evaluate(identity).decision.decrypt.outcome === "denied";
  const documents = across
    ? [forKey(), forSecret, ...identity]
    : [...(needsKey ? [forKey()] : []), ...identity];
  const { after, decision } = evaluate(documents);
  const { outcome, getSecretValue, decrypt } = decision;
  const notes = notesOn(reader, key, secret, getSecretValue, decrypt);
  if (across)
    notes.push("Cross-account replication of the secret is the other way: no policy then names the reader.");
  if (options.byGrant)
    notes.push("A grant cannot ask for kms:ViaService: it lets decrypt this secret's ciphertext by any way.");
  const plan: AllowPlan = { documents, outcome, reasons: [getSecretValue.reason, decrypt.reason], notes };
  return checked(plan, after, key.awsManaged ? undefined : key, secret);
}
