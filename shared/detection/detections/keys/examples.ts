import type { Examples } from "../../examples/example.ts";
import { examples as kmsAliasRecreated } from "./kms-alias-recreated.examples.ts";
import { examples as kmsAliasRepointed } from "./kms-alias-repointed.examples.ts";
import { examples as kmsDataKeyFlood } from "./kms-data-key-flood.examples.ts";
import { examples as kmsDataKeySpike } from "./kms-data-key-spike.examples.ts";
import { examples as kmsDecryptSpike } from "./kms-decrypt-spike.examples.ts";
import { examples as kmsDecryptUnusualContext } from "./kms-decrypt-unusual-context.examples.ts";
import { examples as kmsDeniedBurst } from "./kms-denied-burst.examples.ts";
import { examples as kmsGrantThatGrants } from "./kms-grant-that-grants.examples.ts";
import { examples as kmsGrantToOtherAccount } from "./kms-grant-to-other-account.examples.ts";
import { examples as kmsImportedMaterialDeleted } from "./kms-imported-material-deleted.examples.ts";
import { examples as kmsKeyDisabled } from "./kms-key-disabled.examples.ts";
import { examples as kmsKeyMaterialExpires } from "./kms-key-material-expires.examples.ts";
import { examples as kmsKeyMaterialImported } from "./kms-key-material-imported.examples.ts";
import { examples as kmsKeyOfAnotherAccount } from "./kms-key-of-another-account.examples.ts";
import { examples as kmsKeyPolicyOpened } from "./kms-key-policy-opened.examples.ts";
import { examples as kmsKeyPolicyReplaced } from "./kms-key-policy-replaced.examples.ts";
import { examples as kmsKeyReplicated } from "./kms-key-replicated.examples.ts";
import { examples as kmsKeyRotationDisabled } from "./kms-key-rotation-disabled.examples.ts";
import { examples as kmsNewProgram } from "./kms-new-program.examples.ts";
import { examples as kmsPolicyLockoutCheckBypassed } from "./kms-policy-lockout-check-bypassed.examples.ts";
import { examples as kmsRequestRate } from "./kms-request-rate.examples.ts";

/** Examples of the detections of this folder, by their ids. */
export const keysExamples: Readonly<Record<string, Examples>> = {
  "kms-alias-recreated": kmsAliasRecreated,
  "kms-alias-repointed": kmsAliasRepointed,
  "kms-data-key-flood": kmsDataKeyFlood,
  "kms-data-key-spike": kmsDataKeySpike,
  "kms-decrypt-spike": kmsDecryptSpike,
  "kms-decrypt-unusual-context": kmsDecryptUnusualContext,
  "kms-denied-burst": kmsDeniedBurst,
  "kms-grant-that-grants": kmsGrantThatGrants,
  "kms-grant-to-other-account": kmsGrantToOtherAccount,
  "kms-imported-material-deleted": kmsImportedMaterialDeleted,
  "kms-key-disabled-or-scheduled-for-deletion": kmsKeyDisabled,
  "kms-key-material-expires": kmsKeyMaterialExpires,
  "kms-key-material-imported": kmsKeyMaterialImported,
  "kms-key-of-another-account": kmsKeyOfAnotherAccount,
  "kms-key-policy-opened": kmsKeyPolicyOpened,
  "kms-key-policy-replaced": kmsKeyPolicyReplaced,
  "kms-key-replicated": kmsKeyReplicated,
  "kms-key-rotation-disabled": kmsKeyRotationDisabled,
  "kms-new-program": kmsNewProgram,
  "kms-policy-lockout-check-bypassed": kmsPolicyLockoutCheckBypassed,
  "kms-request-rate": kmsRequestRate,
};
