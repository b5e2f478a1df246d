import { and, or, type Truth } from "../conditions/truth.ts";
import type { NamedPolicy, StatementAnswer } from "../match/statement.ts";
import { type AccessRequest, contextOf, sameAccount } from "../request/context.ts";
import { askGrants, type Grant } from "./grants.ts";
import { askLayer, askLevels, type LayerAnswer, type LayerPolicies } from "./layers.ts";
import { accessPaths, possibleAcrossAccounts } from "./paths.ts";
import { isOptional, reasonFor } from "./reason.ts";

/** All policies that are known of a principal and a resource. */
export interface KnownPolicies {
  identity: readonly NamedPolicy[] | "notLookedAt";
  boundary: LayerPolicies;
  /** Of the role session or federated user; AWS has no call that reads them. */
  session: LayerPolicies;
  /** Of the principal's account, by level from the organization's root down; `none` for a management account. */
  serviceControl: readonly (readonly NamedPolicy[])[] | "none" | "notLookedAt";
  /** Of the resource's account, by level. */
  resourceControl: readonly (readonly NamedPolicy[])[] | "none" | "notLookedAt";
  /** Of the VPC endpoint that the request takes. */
  endpoint: LayerPolicies;
  /** The key policy, or the resource policy of a secret or parameter. */
  resource: LayerPolicies;
  grants: readonly Grant[] | "none" | "notLookedAt";
}

/** Nothing was looked at. */
export const nothingKnown: KnownPolicies = {
  identity: "notLookedAt",
  boundary: "notLookedAt",
  session: "notLookedAt",
  serviceControl: "notLookedAt",
  resourceControl: "notLookedAt",
  endpoint: "notLookedAt",
  resource: "notLookedAt",
  grants: "notLookedAt",
};

/** Whether a request is allowed, and why. */
export interface Decision {
  outcome: "allowed" | "denied" | "unknown";
  /** One sentence: what decided. */
  reason: string;
  /** Denied by a statement, not by the lack of one. */
  explicitDeny: boolean;
  /** The statements that decided. */
  decidedBy: StatementAnswer[];
  /** Each kind of policies that applies, with the statements that concern the request. */
  layers: LayerAnswer[];
  /** What would have to be known for a certain answer: condition keys, and layers that were not looked at. */
  unknownKeys: string[];
  /** Kinds of policies that apply and that nobody looked at: the answer is right if they neither deny nor bound. */
  notLookedAt: LayerAnswer["layer"][];
}

/** The action is none of the services that are known here. */
export class UnknownActionError extends Error {
  override name = "UnknownActionError";
}

/**
 * Decides as AWS does whether a request to KMS, Secrets Manager or Parameter Store is allowed. A condition whose value
 * is not known stays unknown, and so does the answer that hangs on it. Organization, endpoint and session policies
 * that nobody looked at are taken to do nothing and are named in `notLookedAt`.
 *
 * @throws UnknownActionError for an action of another service, or a pattern
 */
export function decide(request: AccessRequest, known: KnownPolicies): Decision {
  if (!/^(kms|secretsmanager|ssm):[a-z]+$/i.test(request.action)) {
    throw new UnknownActionError(
      `"${request.action}" is no action of KMS, Secrets Manager or Parameter Store, such as kms:Decrypt.`,
    );
  }
  const layers = askAll(request, known);
  const bounding = layers.bounding.map((answer) => (answer.looked === "yes" ? answer.allow : true));
  const paths =
    sameAccount(request) || request.principal.kind === "service" || possibleAcrossAccounts(request)
      ? accessPaths(request, layers)
      : [];
  const deny = or(
    ...layers.all.map(({ layer, looked, deny }) => (looked === "no" && isOptional(layer) ? false : deny)),
  );
  const allow = and(or(...paths.map(({ truth }) => truth)), ...bounding);
  const outcome = outcomeOf(allow, deny);
  const explained = reasonFor({
    outcome,
    deny,
    paths,
    layers: layers.all,
    bounding: layers.bounding,
    request,
  });
  return {
    outcome,
    explicitDeny: deny === true,
    ...explained,
    layers: layers.all,
    notLookedAt: layers.all.filter(({ looked }) => looked === "no").map(({ layer }) => layer),
  };
}

function outcomeOf(allow: Truth, deny: Truth): Decision["outcome"] {
  if (deny === true || allow === false) return "denied";
  return allow === true && deny === false ? "allowed" : "unknown";
}

function askAll(request: AccessRequest, known: KnownPolicies) {
  const { principal, resource, action, via } = request;
  const bounded: Truth = known.boundary === "notLookedAt" ? "unknown" : known.boundary !== "none";
  const asked = {
    principal,
    action,
    arn: resource.arn,
    lookup: contextOf(request),
    bounded,
  };
  const isIam = principal.kind === "user" || principal.kind === "role" || principal.kind === "federatedUser";
  const serviceLinked = principal.kind === "role" && principal.arn.includes(":role/aws-service-role/");
  const organization = principal.kind !== "service" && !serviceLinked;
  const hasSession = principal.kind === "role" || principal.kind === "federatedUser";
  const hasPolicy = ["key", "secret", "parameter"].includes(resource.kind);
  // Resource control policies know neither Parameter Store, nor AWS managed keys, nor kms:RetireGrant: KMS Developer
  // Guide, resource-control-policies; Organizations User Guide, orgs_manage_policies_rcps.
  const governed = resource.kind === "secret" || (resource.kind === "key" && !isAwsManaged(request));
  const controlled = governed && !serviceLinked && !/^kms:RetireGrant$/i.test(action);

  const identity = askLayer("identity policies", isIam ? known.identity : "none", asked);
  const boundary = askLayer("permissions boundary", isIam ? known.boundary : "none", asked);
  const session = askLayer("session policies", hasSession ? known.session : "none", asked);
  const policyLayer = resource.kind === "key" ? "key policy" : "resource policy";
  const own = askLayer(policyLayer, hasPolicy ? known.resource : "none", asked);
  const grants = askGrants(resource.kind === "key" ? known.grants : "none", request);
  const bounding = [
    askLevels("service control policies", organization ? known.serviceControl : "none", asked),
    askLevels("resource control policies", controlled ? known.resourceControl : "none", asked),
    // A service that calls for the principal takes no endpoint of the principal's.
    askLayer(
      "VPC endpoint policy",
      principal.kind !== "service" && via === undefined ? known.endpoint : "none",
      asked,
    ),
  ];
  return {
    identity,
    resource: own,
    grants,
    boundary: boundary.looked === "none" ? true : boundary.allow,
    session: session.looked === "yes" ? session.allow : true,
    bounding,
    all: [...bounding, own, ...(resource.kind === "key" ? [grants] : []), identity, boundary, session],
  };
}

function isAwsManaged({ resource }: AccessRequest): boolean {
  return resource.kind === "key" && (resource.aliases ?? []).some((alias) => alias.startsWith("alias/aws/"));
}
