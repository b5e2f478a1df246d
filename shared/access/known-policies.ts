import type { KnownPrincipal } from "./collect/identity.ts";
import type { KnownOrganization } from "./collect/organization.ts";
import type { KnownPolicies } from "./decision/decide.ts";
import type { Grant } from "./decision/grants.ts";
import type { LayerPolicies } from "./decision/layers.ts";

/** Policies that no call of IAM, KMS or Secrets Manager reads: given by hand, or not looked at. */
export type GivenPolicies = Pick<
  KnownPolicies,
  "serviceControl" | "resourceControl" | "endpoint" | "session"
>;

/** Nothing was given by hand. */
export const nothingGiven: GivenPolicies = {
  serviceControl: "notLookedAt",
  resourceControl: "notLookedAt",
  endpoint: "notLookedAt",
  session: "notLookedAt",
};

/**
 * All that is known of a principal and a resource, as a decision takes it. What was given by hand stands in the place of
 * what an organization was asked for.
 */
export function knownPolicies(
  { identity, boundary, organization: ofPrincipal }: KnownPrincipal,
  { policy, grants = "none", organization: ofResource }: ResourcePolicies,
  given: GivenPolicies = nothingGiven,
): KnownPolicies {
  const { serviceControl, resourceControl } = given;
  return {
    ...given,
    serviceControl:
      serviceControl === "notLookedAt" ? (ofPrincipal?.serviceControl ?? serviceControl) : serviceControl,
    resourceControl:
      resourceControl === "notLookedAt" ? (ofResource?.resourceControl ?? resourceControl) : resourceControl,
    identity,
    boundary,
    resource: policy,
    grants,
  };
}

interface ResourcePolicies {
  policy: LayerPolicies;
  grants?: readonly Grant[] | "notLookedAt" | "none";
  organization?: KnownOrganization | undefined;
}
