export { aliasesOf } from "./aliases.ts";
export { askKms } from "./ask.ts";
export { dollarsAMonth } from "./cost.ts";
export { type CreatedKey, type CreateOptions, createKey } from "./create/create.ts";
export { KeyExistsError, SecondKeyError, UnfinishedKeyError, WantedKeyError } from "./create/errors.ts";
export { keyKind, keySpecs } from "./create/kinds.ts";
export { type FoundPrincipal, findPrincipal } from "./create/principals.ts";
export { type KeyWish, type WantedKey, wantedKey } from "./create/wanted.ts";
export { type Evidence, type EvidenceSettings, evidenceOf } from "./deletion/evidence.ts";
export { type LastUsage, lastUsageOf } from "./deletion/last-usage.ts";
export { type Obstacle, obstaclesToDeletion, obstaclesToDisabling } from "./deletion/obstacles.ts";
export { cancelDeletion, requireNoReplicas, scheduleDeletion, waitingDays } from "./deletion/schedule.ts";
export {
  type Dependent,
  type DependentClients,
  type Dependents,
  dependentClients,
  dependentsOf,
  type NamedKey,
  type NotLookedAt,
  untold,
} from "./dependents/index.ts";
export { KeyLimitError, KeyNameError, KeyPermissionError, KeyStateError, UnknownKeyError } from "./errors.ts";
export { createGrant, type MadeGrant, type WantedGrant } from "./grants/create.ts";
export {
  GrantConstraintError,
  GrantOperationError,
  NoRetirementError,
  UnknownGrantError,
} from "./grants/errors.ts";
export { requirePrincipal, requireRetirement } from "./grants/grantee.ts";
export { grantsOf, type KeyGrant } from "./grants/list.ts";
export { type Retirement, retireEndedGrants } from "./grants/retire-ended.ts";
export { revokeGrant } from "./grants/revoke.ts";
export type { Looked } from "./looked.ts";
export { type ExpiringMaterial, expiringMaterial, type MaterialWatch } from "./material/expiring.ts";
export { materialRule, materialSignal, usualDaysAhead } from "./material/signal.ts";
export { type KeyName, parseKeyName } from "./name.ts";
export {
  KeyPolicyTooLargeError,
  KeyRoleError,
  LockOutError,
  UnknownPrincipalError,
} from "./policy/errors.ts";
export { policyInWords } from "./policy/in-words.ts";
export { checkSize, type KeyPolicy, type KeyStatement, keyPolicy } from "./policy/key-policy.ts";
export { checkWayBackIn } from "./policy/lock-out.ts";
export { administration, granting, type KeyKind, type Uses, usesOf } from "./policy/operations.ts";
export { keyPolicyOf } from "./policy/read.ts";
export { checkRoles, type KeyPlace, type KeyRoles, noRoles } from "./policy/roles.ts";
export {
  advanceReplacement,
  type Progress,
  progressOf,
  stageInWords,
} from "./replace/advance.ts";
export { type BeginRequest, beginReplacement, defaultSettings } from "./replace/begin.ts";
export { largeObjects, type ReplaceContext } from "./replace/context.ts";
export { pauseReplacement, replacementStatus } from "./replace/control.ts";
export { NotReplaceableError, PolicyNamesKeyError } from "./replace/errors.ts";
export { lentTag } from "./replace/find-replacement.ts";
export {
  type Replacement,
  type ReplacementSettings,
  replacementSchema,
  settingsSchema,
} from "./replace/replacement.ts";
export { dynamoDbReplacements, UnknownReplacementError } from "./replace/store.ts";
export { type Key, requireState, resolveKey } from "./resolve.ts";
export { checkPeriod, KeyPeriodError, usualPeriod } from "./rotation/period.ts";
export {
  type DemandedRotation,
  rotateBySchedule,
  rotateNow,
  type ScheduledRotation,
  stopRotation,
} from "./rotation/rotate.ts";
export {
  mostOnDemand,
  type PastRotation,
  pastRotations,
  type Rotation,
  rotationOf,
} from "./rotation/rotation.ts";
export type { KeyFacts } from "./show/facts.ts";
export { type KeyList, type ListedKey, listKeys } from "./show/list.ts";
export { type KeyReport, reportOn } from "./show/report.ts";
export { disableKey, enableKey, type StateChange } from "./state.ts";
