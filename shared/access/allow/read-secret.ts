import type { KnownKey } from "../collect/key.ts";
import type { KnownSecret } from "../collect/secret.ts";
import { unknownKeyOf } from "../collect/secret-key.ts";
import { decideRead } from "../decision/read-secret.ts";
import { knownPolicies } from "../known-policies.ts";
import { type WantedDocument, wantedPolicy } from "./document.ts";
import { ImpossibleError } from "./errors.ts";
import { wantedGrant } from "./grant.ts";
import { notesOnMove, wantedMove } from "./move.ts";
import { type AllowOptions, type AllowPlan, afterwards, checked, notesOn, type Reader } from "./plan.ts";
import { readInIdentityPolicy, readInKeyPolicy, readInSecretPolicy } from "./statements.ts";
import { wantedFor } from "./trusted.ts";

/** Source: Secrets Manager User Guide, cross-account-replicate-secrets and its permissions. */
const replicationInstead =
  "The other way is cross-account replication: the other account keeps a replica in the same Region, under a customer managed key of its own, " +
  "and reads that; it needs kms:Decrypt with the primary's key and kms:Encrypt with the replica's, and no policy then names the reader.";

/**
 * The documents that let a principal read a secret: in another account the secret's policy, its key's policy (or a
 * grant) and an identity policy; in the same account the identity policy, and the key's where it does not leave the
 * key to the account. Source: Secrets Manager User Guide, auth-and-access_examples_cross.
 *
 * @throws ImpossibleError, RefusedPlanError, PolicyTooLargeError, PolicySyntaxError
 */
export function planRead(
  secret: KnownSecret,
  presentKey: KnownKey,
  reader: Reader,
  options: AllowOptions = {},
): AllowPlan {
  const { moveTo } = options;
  const moves = moveTo !== undefined && presentKey.awsManaged === true;
  const key = moves ? moveTo.key : presentKey;
  const wanted = wantedFor(reader.principal, options);
  const across = wanted.account !== secret.resource.account;
  const secretArn = secret.resource.arn;
  const keyArn = key.resource.arn;
  if (across && key.awsManaged) {
    throw new ImpossibleError(
      `${secretArn} is encrypted under the AWS managed key aws/secretsmanager, which no other account can use. ` +
        `Move the secret to a customer managed key: ask again with --move-to KEY. ${replicationInstead}`,
    );
  }
  if (key.resource.arn === unknownKeyOf(secret.resource).arn) {
    throw new ImpossibleError(
      `Which key ${secretArn} is under could not be read. Name it with --key ARN, or give the owner's profile.`,
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
      secret: knownPolicies(after.reader, { ...secret, policy: after.secret }),
      key: knownPolicies(after.reader, { ...key, policy: after.key, grants: after.grants }),
    });
    return { after, decision };
  };
  const needsKey = !across && evaluate(identity).decision.decrypt.outcome === "denied";
  const move = moves ? [wantedMove(secret, presentKey, moveTo)] : [];
  const documents = across
    ? [forKey(), ...move, forSecret, ...identity]
    : [...(needsKey ? [forKey()] : []), ...move, ...identity];
  const { after, decision } = evaluate(documents);
  const { outcome, getSecretValue, decrypt } = decision;
  const notes = notesOn(reader, key, secret, getSecretValue, decrypt);
  if (across) notes.push(replicationInstead);
  if (moves) notes.push(...notesOnMove(moveTo));
  if (reader.principal.kind === "root" && across)
    notes.push(
      `Each principal of ${wanted.account} still needs an identity policy: ask for it by its ARN, with --from-account.`,
    );
  if (options.byGrant)
    notes.push("A grant cannot ask for kms:ViaService: it lets decrypt this secret's ciphertext by any way.");
  const plan: AllowPlan = { documents, outcome, reasons: [getSecretValue.reason, decrypt.reason], notes };
  return checked(plan, after, key.awsManaged ? undefined : key, secret);
}
