import type { KnownPrincipal } from "./collect/identity.ts";
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

/** All that is known of a principal and a resource, as a decision takes it. */
export function knownPolicies(
  { identity, boundary }: KnownPrincipal,
  { policy, grants = "none" }: { policy: LayerPolicies; grants?: readonly Grant[] | "notLookedAt" | "none" },
  given: GivenPolicies = nothingGiven,
): KnownPolicies {
  return { ...given, identity, boundary, resource: policy, grants };
}
