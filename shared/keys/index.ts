export { aliasesOf } from "./aliases.ts";
export { askKms } from "./ask.ts";
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
export { type Key, requireState, resolveKey } from "./resolve.ts";
export { disableKey, enableKey, type StateChange } from "./state.ts";
