import type { Examples } from "../../examples/example.ts";
import { examples as manySecretsReadInADay } from "./many-secrets-read-in-a-day.examples.ts";
import { examples as manySecretsReadInMinutes } from "./many-secrets-read-in-minutes.examples.ts";
import { examples as secretDeletedWithoutRecovery } from "./secret-deleted-without-recovery.examples.ts";
import { examples as secretFirstReadByPrincipal } from "./secret-first-read-by-principal.examples.ts";
import { examples as secretKeyOfAnotherAccount } from "./secret-key-of-another-account.examples.ts";
import { examples as secretNewNetwork } from "./secret-new-network.examples.ts";
import { examples as secretNewProgram } from "./secret-new-program.examples.ts";
import { examples as secretPolicyOpened } from "./secret-policy-opened.examples.ts";
import { examples as secretPolicyReplaced } from "./secret-policy-replaced.examples.ts";
import { examples as secretReadAgainstBaseline } from "./secret-read-against-baseline.examples.ts";
import { examples as secretReadInConsole } from "./secret-read-in-console.examples.ts";
import { examples as secretReadRate } from "./secret-read-rate.examples.ts";
import { examples as secretReadsOfPrincipal } from "./secret-reads-of-principal.examples.ts";
import { examples as secretReplicated } from "./secret-replicated.examples.ts";
import { examples as secretReplicatedToAnotherAccount } from "./secret-replicated-to-another-account.examples.ts";
import { examples as secretRotationCancelled } from "./secret-rotation-cancelled.examples.ts";
import { examples as secretRotationFailing } from "./secret-rotation-failing.examples.ts";
import { examples as secretRotationMissed } from "./secret-rotation-missed.examples.ts";
import { examples as secretRotationStuck } from "./secret-rotation-stuck.examples.ts";
import { examples as secretScheduledForDeletion } from "./secret-scheduled-for-deletion.examples.ts";
import { examples as secretsBatchCatchAll } from "./secrets-batch-catch-all.examples.ts";
import { examples as secretsBatchReadInManyRegions } from "./secrets-batch-read-in-many-regions.examples.ts";
import { examples as secretsBatchReadRepeatedly } from "./secrets-batch-read-repeatedly.examples.ts";
import { examples as secretsDeletedInBulk } from "./secrets-deleted-in-bulk.examples.ts";
import { examples as secretsDeniedBurst } from "./secrets-denied-burst.examples.ts";
import { examples as secretsFirstReadByPerson } from "./secrets-first-read-by-person.examples.ts";
import { examples as secretsListedThenRead } from "./secrets-listed-then-read.examples.ts";
import { examples as secretsUnusualForPerson } from "./secrets-unusual-for-person.examples.ts";

/** Examples of the detections of this folder, by their ids. */
export const secretsExamples: Readonly<Record<string, Examples>> = {
  "many-secrets-read-in-a-day": manySecretsReadInADay,
  "many-secrets-read-in-minutes": manySecretsReadInMinutes,
  "secret-deleted-without-recovery": secretDeletedWithoutRecovery,
  "secret-first-read-by-principal": secretFirstReadByPrincipal,
  "secret-key-of-another-account": secretKeyOfAnotherAccount,
  "secret-new-network": secretNewNetwork,
  "secret-new-program": secretNewProgram,
  "secret-policy-opened": secretPolicyOpened,
  "secret-policy-replaced": secretPolicyReplaced,
  "secret-read-against-baseline": secretReadAgainstBaseline,
  "secret-read-in-console": secretReadInConsole,
  "secret-read-rate": secretReadRate,
  "secret-reads-of-principal": secretReadsOfPrincipal,
  "secret-replicated-to-another-account": secretReplicatedToAnotherAccount,
  "secret-replicated": secretReplicated,
  "secret-rotation-cancelled": secretRotationCancelled,
  "secret-rotation-failing": secretRotationFailing,
  "secret-rotation-missed": secretRotationMissed,
  "secret-rotation-stuck": secretRotationStuck,
  "secret-scheduled-for-deletion": secretScheduledForDeletion,
  "secrets-batch-catch-all": secretsBatchCatchAll,
  "secrets-batch-read-in-many-regions": secretsBatchReadInManyRegions,
  "secrets-batch-read-repeatedly": secretsBatchReadRepeatedly,
  "secrets-deleted-in-bulk": secretsDeletedInBulk,
  "secrets-denied-burst": secretsDeniedBurst,
  "secrets-first-read-by-person": secretsFirstReadByPerson,
  "secrets-listed-then-read": secretsListedThenRead,
  "secrets-unusual-for-person": secretsUnusualForPerson,
};
