export { applyDocuments } from "./allow/apply.ts";
export type { AccessClients, Sides } from "./allow/clients.ts";
export { isPolicy, type Side, type WantedDocument } from "./allow/document.ts";
export {
  ImpossibleError,
  NotPermittedError,
  PartlyWrittenError,
  PolicyChangedError,
  PolicyNotTakenError,
  PolicyTooLargeError,
  RefusedPlanError,
} from "./allow/errors.ts";
export { mergeStatements } from "./allow/merge.ts";
export type { AllowOptions, AllowPlan, Reader } from "./allow/plan.ts";
export { inlinePolicyOf } from "./allow/present.ts";
export { planRead } from "./allow/read-secret.ts";
export { planUse, usingOperations } from "./allow/use-key.ts";
export { collectAccount } from "./collect/account.ts";
export { askedOnce } from "./collect/asked-once.ts";
export { collectPrincipal, findInIam, type KnownPrincipal } from "./collect/identity.ts";
export { collectKey, type KnownKey } from "./collect/key.ts";
export { NotFoundError } from "./collect/look.ts";
export {
  type KnownOrganization,
  organizationNotLookedAt,
  organizationReader,
} from "./collect/organization.ts";
export { collectSecret, type KnownSecret } from "./collect/secret.ts";
export { collectSecretKey } from "./collect/secret-key.ts";
export {
  type Decision,
  decide,
  type KnownPolicies,
  nothingKnown,
  UnknownActionError,
} from "./decision/decide.ts";
export type { Grant } from "./decision/grants.ts";
export type { LayerAnswer, LayerName } from "./decision/layers.ts";
export {
  awsManagedKeyPolicy,
  decideRead,
  type ReadDecision,
  secretsManagerIn,
} from "./decision/read-secret.ts";
export { type GivenPolicies, knownPolicies, nothingGiven } from "./known-policies.ts";
export { lintBothSides } from "./lint/both-sides.ts";
export type { LintedPolicy, PolicyFinding, PolicyKind } from "./lint/finding.ts";
export { lintPolicy } from "./lint/lint.ts";
export type { NamedPolicy, StatementAnswer } from "./match/statement.ts";
export { type PolicyDocument, PolicySyntaxError, parsePolicy } from "./policy/document.ts";
export { matchesIgnoringCase } from "./policy/pattern.ts";
export { type AccessRequest, type ContextValue, contextOf } from "./request/context.ts";
export {
  accountOf,
  type Principal,
  PrincipalSyntaxError,
  parsePrincipal,
  principalName,
} from "./request/principal.ts";
export { parseResource, type Resource, ResourceSyntaxError } from "./request/resource.ts";
export {
  type Detour,
  detoursToDecrypt,
  principalsNamed,
  type WhoCan,
  whoCanDecrypt,
  whoCanRead,
} from "./who-can.ts";
