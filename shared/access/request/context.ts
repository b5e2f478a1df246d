import { accountOf, type Principal } from "./principal.ts";
import type { Resource } from "./resource.ts";

/**
 * What a request says under a condition key: its values; that it has none; that it has some that are not known; or
 * that nothing is known.
 */
export type ContextValue = readonly string[] | "absent" | "present" | "unknown";

/** Finds the value of a condition key; keys are compared without case. */
export type Lookup = (key: string) => ContextValue;

/** One request to AWS. */
export interface AccessRequest {
  principal: Principal;
  /** Such as `kms:Decrypt`. */
  action: string;
  resource: Resource;
  /** The service that calls for the principal, as `kms:ViaService` names it; none: the principal calls itself. */
  via?: string | undefined;
  /** The whole encryption context, null for a value that is not known; undefined: nothing of it is known. */
  encryptionContext?: Record<string, string | null> | undefined;
  /** When it is asked; undefined: at any time. */
  now?: Date | undefined;
  /** Further condition keys; they win over what is derived. */
  context?: Record<string, ContextValue> | undefined;
}

/** Operations that have an encryption context, or are about one: KMS Developer Guide, conditions-kms. */
const withEncryptionContext = /^kms:(encrypt|decrypt|reencrypt|generatedatakey|creategrant|retiregrant)/i;

/**
 * The condition keys of a request: given ones, those that follow from who asks for what, and unknown ones.
 * A key of another service is absent: IAM User Guide, reference_policies_iam-condition-keys.
 */
export function contextOf(request: AccessRequest): Lookup {
  const given = withLowerCaseKeys({ ...request.resource.attributes, ...request.context });
  const derived = withLowerCaseKeys({
    ...ofPrincipal(request.principal),
    ...ofResource(request),
    ...ofCall(request, given),
  });
  const service = request.action.split(":")[0]?.toLowerCase();
  return (key) => {
    const lower = key.toLowerCase();
    const prefix = lower.split(":")[0];
    const ofOtherService = prefix !== "aws" && prefix !== service;
    const known =
      given.get(lower) ?? (ofOtherService ? "absent" : (derived.get(lower) ?? ofFamily(key, request)));
    if (known === undefined) return "unknown";
    return Array.isArray(known) && known.length === 0 ? "absent" : known;
  };
}

function withLowerCaseKeys(values: Record<string, ContextValue | undefined>): Map<string, ContextValue> {
  return new Map(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key.toLowerCase(), value]],
    ),
  );
}

const principalTypes = { root: "Account", user: "User", federatedUser: "FederatedUser", role: "AssumedRole" };

function ofPrincipal(principal: Principal): Record<string, ContextValue | undefined> {
  if (principal.kind === "service") {
    return {
      "aws:PrincipalIsAWSService": ["true"],
      "aws:PrincipalServiceName": [principal.service],
      "aws:PrincipalArn": "absent",
      "aws:PrincipalAccount": "absent",
      "aws:PrincipalOrgID": "absent",
      "aws:username": "absent",
    };
  }
  return {
    "aws:PrincipalIsAWSService": ["false"],
    "aws:PrincipalServiceName": "absent",
    "aws:PrincipalArn": [principal.arn],
    "aws:PrincipalAccount": [principal.account],
    "aws:PrincipalOrgID": principal.organization === undefined ? undefined : [principal.organization],
    "aws:PrincipalType": [principalTypes[principal.kind]],
    "aws:username": principal.kind === "user" ? [principal.name] : "absent",
    // Only a call that a service makes for itself says for which resource it is.
    "aws:SourceArn": "absent",
    "aws:SourceAccount": "absent",
    "aws:SourceOrgID": "absent",
  };
}

function ofResource({ resource, principal }: AccessRequest): Record<string, ContextValue | undefined> {
  return {
    "aws:ResourceAccount": resource.account ? [resource.account] : undefined,
    "aws:RequestedRegion": resource.region ? [resource.region] : undefined,
    "kms:CallerAccount": principal.kind === "service" ? undefined : [principal.account],
    "kms:ResourceAliases": resource.aliases,
    "secretsmanager:SecretId": resource.kind === "secret" ? [resource.arn] : undefined,
  };
}

function ofCall(
  { action, via, encryptionContext, now }: AccessRequest,
  given: ReadonlyMap<string, ContextValue>,
): Record<string, ContextValue | undefined> {
  const throughEndpoint = given.get("aws:sourcevpce") ?? "absent";
  const address = given.get("aws:sourceip") ?? "absent";
  const aboutGrants = /^kms:(create|list|revoke)grants?$/i.test(action);
  return {
    // All three services answer over TLS alone.
    "aws:SecureTransport": ["true"],
    "aws:CurrentTime": now && [now.toISOString()],
    "aws:EpochTime": now && [String(Math.floor(now.getTime() / 1000))],
    "aws:ViaAWSService": [String(via !== undefined)],
    // A request through an endpoint has no public address, and one with a public address no endpoint.
    "aws:SourceIp": throughEndpoint === "absent" || throughEndpoint === "unknown" ? undefined : "absent",
    "aws:SourceVpce": address === "absent" || address === "unknown" ? undefined : "absent",
    "kms:ViaService": via === undefined ? "absent" : [via],
    "kms:GrantIsForAWSResource": aboutGrants ? [String(via !== undefined)] : "absent",
    "kms:EncryptionContextKeys": withEncryptionContext.test(action)
      ? encryptionContext && Object.keys(encryptionContext)
      : "absent",
  };
}

/** Keys whose names end in a name of the request's own: a tag, or a key of the encryption context. */
function ofFamily(key: string, request: AccessRequest): ContextValue | undefined {
  const [family = "", name] = splitOnce(key);
  if (name === undefined) return undefined;
  switch (family.toLowerCase()) {
    case "kms:encryptioncontext:": {
      if (!withEncryptionContext.test(request.action)) return "absent";
      if (!request.encryptionContext) return "unknown";
      return encryptionContextValue(request.encryptionContext, name);
    }
    case "aws:resourcetag/":
    case "secretsmanager:resourcetag/":
    case "ssm:resourcetag/":
      return tagValue(request.resource.tags, name);
    case "aws:principaltag/":
      return accountOf(request.principal) === undefined
        ? "absent"
        : tagValue("tags" in request.principal ? request.principal.tags : undefined, name);
    default:
      return undefined;
  }
}

function splitOnce(key: string): [string, string | undefined] {
  const context = /^kms:EncryptionContext:/i.exec(key)?.[0];
  if (context) return [context, key.slice(context.length)];
  const slash = key.indexOf("/");
  return slash < 0 ? [key, undefined] : [key.slice(0, slash + 1), key.slice(slash + 1)];
}

/** The keys of tags in condition keys are compared without case: IAM User Guide, reference_policies_condition-keys. */
function tagValue(tags: Record<string, string> | undefined, name: string): ContextValue {
  if (!tags) return "unknown";
  const found = Object.entries(tags).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found ? [found[1]] : "absent";
}

/**
 * In a condition key the name of a key of the encryption context is compared without case: KMS Developer Guide,
 * conditions-kms-encryption-context.
 */
function encryptionContextValue(context: Record<string, string | null>, name: string): ContextValue {
  const found = Object.entries(context).filter(([key]) => key.toLowerCase() === name.toLowerCase());
  const values = found.flatMap(([, value]) => (value === null ? [] : [value]));
  if (found.length === 0) return "absent";
  return values.length < found.length ? "present" : values;
}

/** Whether the resource lies in the principal's own account. */
export function sameAccount({ principal, resource }: AccessRequest): boolean {
  return resource.account === "" || accountOf(principal) === resource.account;
}
