import type { Definition } from "../definition.ts";
import { kmsAliasRecreated } from "./kms-alias-recreated.ts";
import { kmsAliasRepointed } from "./kms-alias-repointed.ts";
import { kmsDataKeyFlood } from "./kms-data-key-flood.ts";
import { kmsDataKeySpike } from "./kms-data-key-spike.ts";
import { kmsDecryptSpike } from "./kms-decrypt-spike.ts";
import { kmsDecryptUnusualContext } from "./kms-decrypt-unusual-context.ts";
import { kmsDeniedBurst } from "./kms-denied-burst.ts";
import { kmsGrantThatGrants } from "./kms-grant-that-grants.ts";
import { kmsGrantToOtherAccount } from "./kms-grant-to-other-account.ts";
import { kmsImportedMaterialDeleted } from "./kms-imported-material-deleted.ts";
import { kmsKeyDisabled } from "./kms-key-disabled.ts";
import { kmsKeyMaterialExpires } from "./kms-key-material-expires.ts";
import { kmsKeyMaterialImported } from "./kms-key-material-imported.ts";
import { kmsKeyOfAnotherAccount } from "./kms-key-of-another-account.ts";
import { kmsKeyPolicyOpened } from "./kms-key-policy-opened.ts";
import { kmsKeyPolicyReplaced } from "./kms-key-policy-replaced.ts";
import { kmsKeyReplicated } from "./kms-key-replicated.ts";
import { kmsKeyRotationDisabled } from "./kms-key-rotation-disabled.ts";
import { kmsNewProgram } from "./kms-new-program.ts";
import { kmsPolicyLockoutCheckBypassed } from "./kms-policy-lockout-check-bypassed.ts";
import { kmsRequestRate } from "./kms-request-rate.ts";

/** Detections of what is done to KMS keys, and with them. */
export const keyDetections: readonly Definition[] = [
  kmsKeyDisabled,
  kmsImportedMaterialDeleted,
  kmsKeyMaterialExpires,
  kmsKeyMaterialImported,
  kmsKeyPolicyOpened,
  kmsKeyPolicyReplaced,
  kmsPolicyLockoutCheckBypassed,
  kmsGrantToOtherAccount,
  kmsGrantThatGrants,
  kmsKeyRotationDisabled,
  kmsKeyReplicated,
  kmsAliasRepointed,
  kmsAliasRecreated,
  kmsKeyOfAnotherAccount,
  kmsDataKeyFlood,
  kmsDataKeySpike,
  kmsRequestRate,
  kmsDecryptSpike,
  kmsDecryptUnusualContext,
  kmsNewProgram,
  kmsDeniedBurst,
];
