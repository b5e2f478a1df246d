import type { KnownPrincipal } from "../collect/identity.ts";
import type { KnownKey } from "../collect/key.ts";
import type { KnownSecret } from "../collect/secret.ts";
import { decideRead } from "../decision/read-secret.ts";
import { knownPolicies } from "../known-policies.ts";
import { principalName } from "../request/principal.ts";
import type { WantedMove } from "./document.ts";
import { ImpossibleError, RefusedPlanError } from "./errors.ts";

/** A key to which a secret moves, and all who may be reading the secret now. */
export interface MoveTo {
  key: KnownKey;
  principals: readonly KnownPrincipal[] | "notLookedAt";
}

/**
 * The move of a secret from the AWS managed key to a customer managed one, which readers of the same account then need
 * a permission for. Source: Secrets Manager User Guide, manage_update-encryption-key.
 *
 * @throws ImpossibleError if the new key cannot be a secret's; RefusedPlanError if somebody could read it no longer
 */
export function wantedMove(secret: KnownSecret, from: KnownKey, { key, principals }: MoveTo): WantedMove {
  const { resource } = secret;
  const { arn } = key.resource;
  const spec = key.resource.attributes?.["kms:KeySpec"];
  if (
    key.awsManaged ||
    key.resource.account !== resource.account ||
    key.resource.region !== resource.region
  ) {
    throw new ImpossibleError(
      `${arn} is no customer managed key of account ${resource.account} in ${resource.region}. Name one to move the secret to.`,
    );
  }
  if (Array.isArray(spec) && !spec.includes("SYMMETRIC_DEFAULT")) {
    throw new ImpossibleError(`${arn} is ${spec.join()}: secrets take symmetric keys for encryption alone.`);
  }
  const readable = (by: KnownKey, who: KnownPrincipal) =>
    decideRead({ principal: who.principal, resource }, by.resource, {
      secret: knownPolicies(who, secret),
      key: knownPolicies(who, by),
    }).outcome;
  const lost = (principals === "notLookedAt" ? [] : principals)
    .filter((who) => readable(from, who) === "allowed" && readable(key, who) !== "allowed")
    .map(({ principal }) => principalName(principal));
  if (lost.length > 0) {
    throw new RefusedPlanError(
      `Under ${arn} these could read the secret no longer: ${lost.join(", ")}. ` +
        "Let each use the key first: rekey access allow PRINCIPAL --use KEY --operations Decrypt.",
    );
  }
  return {
    kind: "key of the secret",
    side: "owner",
    account: resource.account,
    target: resource.arn,
    before: "alias/aws/secretsmanager",
    after: arn,
    changed: true,
  };
}

/** What should be known of a move. */
export function notesOnMove({ principals }: MoveTo): string[] {
  return [
    "Versions with a staging label are encrypted anew under the new key. Who writes the secret, such as its rotation function, needs kms:GenerateDataKey with it.",
    ...(principals === "notLookedAt"
      ? [
          "Who else reads the secret was not looked at (iam:GetAccountAuthorizationDetails): each needs kms:Decrypt with the new key.",
        ]
      : []),
  ];
}
