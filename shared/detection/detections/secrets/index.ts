import type { Definition } from "../definition.ts";
import { manySecretsReadInADay } from "./many-secrets-read-in-a-day.ts";
import { manySecretsReadInMinutes } from "./many-secrets-read-in-minutes.ts";
import { secretDeletedWithoutRecovery } from "./secret-deleted-without-recovery.ts";
import { secretFirstReadByPrincipal } from "./secret-first-read-by-principal.ts";
import { secretKeyOfAnotherAccount } from "./secret-key-of-another-account.ts";
import { secretNewNetwork } from "./secret-new-network.ts";
import { secretNewProgram } from "./secret-new-program.ts";
import { secretPolicyOpened } from "./secret-policy-opened.ts";
import { secretPolicyReplaced } from "./secret-policy-replaced.ts";
import { secretReadAgainstBaseline } from "./secret-read-against-baseline.ts";
import { secretReadInConsole } from "./secret-read-in-console.ts";
import { secretReadRate } from "./secret-read-rate.ts";
import { secretReadsOfPrincipal } from "./secret-reads-of-principal.ts";
import { secretReplicated } from "./secret-replicated.ts";
import { secretReplicatedToAnotherAccount } from "./secret-replicated-to-another-account.ts";
import { secretRotationCancelled } from "./secret-rotation-cancelled.ts";
import { secretRotationFailing } from "./secret-rotation-failing.ts";
import { secretRotationMissed } from "./secret-rotation-missed.ts";
import { secretRotationStuck } from "./secret-rotation-stuck.ts";
import { secretScheduledForDeletion } from "./secret-scheduled-for-deletion.ts";
import { secretsBatchCatchAll } from "./secrets-batch-catch-all.ts";
import { secretsBatchReadInManyRegions } from "./secrets-batch-read-in-many-regions.ts";
import { secretsBatchReadRepeatedly } from "./secrets-batch-read-repeatedly.ts";
import { secretsDeletedInBulk } from "./secrets-deleted-in-bulk.ts";
import { secretsDeniedBurst } from "./secrets-denied-burst.ts";
import { secretsFirstReadByPerson } from "./secrets-first-read-by-person.ts";
import { secretsListedThenRead } from "./secrets-listed-then-read.ts";
import { secretsUnusualForPerson } from "./secrets-unusual-for-person.ts";

/** Detections of what is done to secrets, and who reads them. */
export const secretDetections: readonly Definition[] = [
  secretReadRate,
  secretReadAgainstBaseline,
  secretReadsOfPrincipal,
  manySecretsReadInMinutes,
  manySecretsReadInADay,
  secretsListedThenRead,
  secretsBatchCatchAll,
  secretsBatchReadRepeatedly,
  secretsBatchReadInManyRegions,
  secretFirstReadByPrincipal,
  secretsFirstReadByPerson,
  secretsUnusualForPerson,
  secretNewNetwork,
  secretNewProgram,
  secretReadInConsole,
  secretsDeniedBurst,
  secretPolicyOpened,
  secretPolicyReplaced,
  secretKeyOfAnotherAccount,
  secretReplicated,
  secretReplicatedToAnotherAccount,
  secretDeletedWithoutRecovery,
  secretScheduledForDeletion,
  secretsDeletedInBulk,
  secretRotationCancelled,
  secretRotationFailing,
  secretRotationStuck,
  secretRotationMissed,
];
