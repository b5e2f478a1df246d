import { and, or, type Truth } from "../conditions/truth.ts";
import { type AccessRequest, sameAccount } from "../request/context.ts";
import type { LayerAnswer } from "./layers.ts";

/** One thing that must allow. */
export interface Leg {
  layer: LayerAnswer["layer"];
  truth: Truth;
  /** What AWS's documentation leaves open, where that is why it is unknown. */
  open?: string;
}

/** One way to be allowed: all its legs must allow. */
export interface Path {
  legs: Leg[];
  truth: Truth;
}

/** The layers that may allow, and those that bound what they do. */
export interface AccessLayers {
  resource: LayerAnswer;
  grants: LayerAnswer;
  identity: LayerAnswer;
  /** True where there is none. */
  boundary: Truth;
  session: Truth;
}

/**
 * The ways in which a principal may be allowed, apart from what bounds the whole account or organization.
 * Sources: IAM User Guide, reference_policies_evaluation-logic_policy-eval-basics and …-cross-account and
 * access_policies_boundaries; KMS Developer Guide, key-policy-overview, key-policy-modifying-external-accounts.
 */
export function accessPaths(request: AccessRequest, layers: AccessLayers): Path[] {
  const { principal, resource } = request;
  const by = layers.resource.allowBy;
  const isKey = resource.kind === "key";
  const named = (truth: Truth): Leg => ({ layer: layers.resource.layer, truth });
  const bounds: Leg[] = [
    { layer: "permissions boundary", truth: layers.boundary },
    { layer: "session policies", truth: layers.session },
  ];
  const identity: Leg = { layer: "identity policies", truth: layers.identity.allow };
  const paths: Leg[][] = isKey ? grantPaths(layers, identity, bounds) : [];
  if (principal.kind === "service") {
    paths.push([named(by.itself)]);
  } else if (!sameAccount(request)) {
    const anyName = named(or(by.itself, by.role, by.account));
    paths.push(principal.kind === "root" ? [anyName] : [anyName, identity, ...bounds]);
  } else if (principal.kind === "root") {
    // Root may do all in its account, except with a key whose policy does not let it.
    paths.push([isKey ? named(by.itself) : { layer: "identity policies", truth: true }]);
  } else {
    paths.push([named(by.itself)], [named(by.role), ...bounds]);
    // A key takes identity policies only where its policy leaves it to the account.
    paths.push(isKey ? [named(by.account), identity, ...bounds] : [identity, ...bounds]);
  }
  return paths.map((legs) => ({ legs, truth: and(...legs.map(({ truth }) => truth)) }));
}

/**
 * A grant needs no other policy, in another account neither: so EC2 Auto Scaling's role, which has no permission for
 * keys, uses another account's key (EC2 Auto Scaling User Guide, key-policy-requirements-EBS-encryption). Whether a
 * boundary that does not allow stops a grant, AWS does not say.
 */
function grantPaths({ grants }: AccessLayers, identity: Leg, bounds: Leg[]): Leg[][] {
  const leg = (truth: Truth): Leg => ({ layer: "grants", truth });
  const unsure = bounds.map(
    ({ layer, truth }): Leg =>
      truth === true ? { layer, truth } : { layer, truth: "unknown", open: `whether ${layer} bound a grant` },
  );
  const { itself, role, account } = grants.allowBy;
  return [
    [leg(or(itself, role)), ...unsure],
    [leg(account), identity, ...bounds],
  ];
}

/** KMS operations that a principal of another account can call: KMS Developer Guide, kms-api-permissions-reference. */
const acrossAccounts =
  /^kms:(CreateGrant|Decapsulate|Decrypt|DeriveSharedSecret|DescribeKey|Encapsulate|Encrypt|GenerateDataKey(Pair)?(WithoutPlaintext)?|GenerateMac|GetKeyRotationStatus|GetPublicKey|ListGrants|ReEncrypt(From|To)|RetireGrant|RevokeGrant|Sign|Verify|VerifyMac)$/i;

/** Whether AWS lets any principal of another account do this. */
export function possibleAcrossAccounts({ action, resource }: AccessRequest): boolean {
  if (/^kms:/i.test(action)) return resource.kind === "key" && acrossAccounts.test(action);
  return resource.kind !== "none";
}
