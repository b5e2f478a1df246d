export { aliasesOf } from "./aliases.ts";
export { askKms } from "./ask.ts";
export { type Evidence, type EvidenceSettings, evidenceOf } from "./deletion/evidence.ts";
export { type LastUsage, lastUsageOf } from "./deletion/last-usage.ts";
export { type Obstacle, obstaclesToDeletion, obstaclesToDisabling } from "./deletion/obstacles.ts";
export { cancelDeletion, requireNoReplicas, scheduleDeletion, waitingDays } from "./deletion/schedule.ts";
export {
  type Dependent,
  type DependentClients,
  type Dependents,
  dependentsOf,
  type NamedKey,
  type NotLookedAt,
  untold,
} from "./dependents/index.ts";
export { KeyLimitError, KeyNameError, KeyPermissionError, KeyStateError, UnknownKeyError } from "./errors.ts";
export { type KeyName, parseKeyName } from "./name.ts";
export {
  KeyPolicyTooLargeError,
  KeyRoleError,
  LockOutError,
  UnknownPrincipalError,
} from "./policy/errors.ts";
export { checkSize, type KeyPolicy, type KeyStatement, keyPolicy } from "./policy/key-policy.ts";
export { checkWayBackIn } from "./policy/lock-out.ts";
export { administration, type KeyKind, type Uses, usesOf } from "./policy/operations.ts";
export { checkRoles, type KeyPlace, type KeyRoles, noRoles } from "./policy/roles.ts";
export { type Key, requireState, resolveKey } from "./resolve.ts";
export { disableKey, enableKey, type StateChange } from "./state.ts";
