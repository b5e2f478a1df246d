export { type Decision, decide, type KnownPolicies, nothingKnown } from "./decision/decide.ts";
export type { Grant } from "./decision/grants.ts";
export type { LayerAnswer, LayerName } from "./decision/layers.ts";
export {
  awsManagedKeyPolicy,
  decideRead,
  type ReadDecision,
  secretsManagerIn,
} from "./decision/read-secret.ts";
export type { NamedPolicy, StatementAnswer } from "./match/statement.ts";
export { type PolicyDocument, PolicySyntaxError, parsePolicy } from "./policy/document.ts";
export { type AccessRequest, type ContextValue, contextOf } from "./request/context.ts";
export { type Principal, PrincipalSyntaxError, parsePrincipal, principalName } from "./request/principal.ts";
export { parseResource, type Resource, ResourceSyntaxError } from "./request/resource.ts";
