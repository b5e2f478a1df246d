import type { Account, Period } from "../account/index.ts";
import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";

/** What a detection can notice of an attack. */
export type Behaviour =
  | "alias-repointed"
  | "account-weakened"
  | "batch-read-catch-all"
  | "batch-read-in-several-regions"
  | "database-password-changed"
  | "data-key-flood"
  | "decrypt-rate-above-baseline"
  | "denied-calls"
  | "encryption-context-missing"
  | "encryption-context-unexpected"
  | "foreign-key-used"
  | "grant-to-other-account"
  | "instance-credentials-outside"
  | "key-disabled-or-scheduled-for-deletion"
  | "key-lockout-check-bypassed"
  | "key-material-deleted"
  | "key-material-imported"
  | "key-policy-opened"
  | "key-replicated"
  | "key-rotation-disabled"
  | "key-used-from-new-region"
  | "many-secrets-read"
  | "parameters-read-in-bulk"
  | "rotation-cancelled"
  | "rotation-failing"
  | "rotation-missed"
  | "rotation-stuck"
  | "secret-deleted-without-recovery"
  | "secret-policy-opened"
  | "secret-read-by-root"
  | "secret-read-first-time"
  | "secret-read-on-console"
  | "secret-reads-grow"
  | "secret-replicated"
  | "secrets-listed-then-read"
  | "stack-tampered"
  | "stock-taken"
  | "trail-tampered"
  | "unusual-network"
  | "unusual-user-agent";

/** Where and when an attack is planted. */
export interface Scene {
  account: Account;
  /** Of the attack's own: nothing else moves with it. */
  random: Random;
  /** When it begins, on the measured day. */
  at: number;
  measured: Period;
}

/** What an attack does, and how it will be known again. */
export interface Plan {
  /** In the order of time; may begin weeks before `at`. */
  records: Iterable<Timed>;
  /** The ARNs that findings may name: a role's and its session's. */
  principals: readonly string[];
  /** ARNs of keys, names of secrets as findings have them, names of whatever else is touched. */
  resources: readonly string[];
  /** From when on a finding may tell of it, where that is not `at`. */
  from?: number;
  /** When its last record is made. */
  until: number;
}

/** A way to attack an account. */
export interface Attack {
  id: string;
  title: string;
  /** ATT&CK technique, such as `T1485`. */
  technique: string;
  /** What is to be noticed; any of it will do. */
  behaviours: readonly Behaviour[];
  /** Milliseconds that it needs before the measured day ends, where they are more than a few minutes. */
  lasts?: number;
  plan(scene: Scene): Plan;
}
