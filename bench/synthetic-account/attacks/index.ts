import { accessKeyCreated } from "./account/access-key-created.ts";
import { databasePasswordChanged } from "./account/database-password-changed.ts";
import { loginProfileChanged } from "./account/login-profile-changed.ts";
import { stockTaken } from "./account/stock-taken.ts";
import { volumeEncryptionOff } from "./account/volume-encryption-off.ts";
import type { Attack } from "./attack.ts";
import { aliasRecreated } from "./keys/alias-recreated.ts";
import { aliasRepointed } from "./keys/alias-repointed.ts";
import { dataKeyFloodByProgram } from "./keys/data-key-flood-by-program.ts";
import { dataKeyFloodForeignKey } from "./keys/data-key-flood-foreign-key.ts";
import { dataKeyFloodOwnKey } from "./keys/data-key-flood-own-key.ts";
import { decryptSpike } from "./keys/decrypt-spike.ts";
import { decryptWithUnexpectedContext } from "./keys/decrypt-with-unexpected-context.ts";
import { decryptWithoutContext } from "./keys/decrypt-without-context.ts";
import { grantToOtherAccount } from "./keys/grant-to-other-account.ts";
import { importedMaterialDeleted } from "./keys/imported-material-deleted.ts";
import { keyCreatedWithoutLockoutCheck } from "./keys/key-created-without-lockout-check.ts";
import { keyDeletionScheduled } from "./keys/key-deletion-scheduled.ts";
import { keyDisabled } from "./keys/key-disabled.ts";
import { keyMaterialImported } from "./keys/key-material-imported.ts";
import { keyPolicyOpenedToAccount } from "./keys/key-policy-opened-to-account.ts";
import { keyPolicyOpenedToEveryone } from "./keys/key-policy-opened-to-everyone.ts";
import { keyReplicated } from "./keys/key-replicated.ts";
import { keyRotationDisabled } from "./keys/key-rotation-disabled.ts";
import { keyUsedFromNewRegion } from "./keys/key-used-from-new-region.ts";
import { batchReadCatchAll } from "./secrets/batch-read-catch-all.ts";
import { batchReadInSeveralRegions } from "./secrets/batch-read-in-several-regions.ts";
import { deniedCalls } from "./secrets/denied-calls.ts";
import { instanceCredentialsOutside } from "./secrets/instance-credentials-outside.ts";
import { offensiveTool } from "./secrets/offensive-tool.ts";
import { parametersReadInBulk } from "./secrets/parameters-read-in-bulk.ts";
import { rotationCancelled } from "./secrets/rotation-cancelled.ts";
import { rotationFailing } from "./secrets/rotation-failing.ts";
import { rotationMissed } from "./secrets/rotation-missed.ts";
import { rotationStuck } from "./secrets/rotation-stuck.ts";
import { secretDeletedWithoutRecovery } from "./secrets/secret-deleted-without-recovery.ts";
import { secretPolicyOpened } from "./secrets/secret-policy-opened.ts";
import { secretReadByRoot } from "./secrets/secret-read-by-root.ts";
import { secretReadFirstTime } from "./secrets/secret-read-first-time.ts";
import { secretReadFromTor } from "./secrets/secret-read-from-tor.ts";
import { secretReadOnConsole } from "./secrets/secret-read-on-console.ts";
import { secretReadsGrow } from "./secrets/secret-reads-grow.ts";
import { secretReplicated } from "./secrets/secret-replicated.ts";
import { secretsListedThenRead } from "./secrets/secrets-listed-then-read.ts";
import { secretsReadFast } from "./secrets/secrets-read-fast.ts";
import { secretsReadSlowly } from "./secrets/secrets-read-slowly.ts";
import { stackTampered } from "./stack/stack-tampered.ts";
import { trailBucketLifecycle } from "./trail/trail-bucket-lifecycle.ts";
import { trailDeleted } from "./trail/trail-deleted.ts";
import { trailRedirected } from "./trail/trail-redirected.ts";
import { trailSelectorsNarrowed } from "./trail/trail-selectors-narrowed.ts";
import { trailStopped } from "./trail/trail-stopped.ts";

/** Every attack there is. */
export const allAttacks: readonly Attack[] = [
  accessKeyCreated,
  databasePasswordChanged,
  loginProfileChanged,
  stockTaken,
  volumeEncryptionOff,
  aliasRecreated,
  aliasRepointed,
  dataKeyFloodByProgram,
  dataKeyFloodForeignKey,
  dataKeyFloodOwnKey,
  decryptSpike,
  decryptWithUnexpectedContext,
  decryptWithoutContext,
  grantToOtherAccount,
  importedMaterialDeleted,
  keyCreatedWithoutLockoutCheck,
  keyDeletionScheduled,
  keyDisabled,
  keyMaterialImported,
  keyPolicyOpenedToAccount,
  keyPolicyOpenedToEveryone,
  keyReplicated,
  keyRotationDisabled,
  keyUsedFromNewRegion,
  batchReadCatchAll,
  batchReadInSeveralRegions,
  deniedCalls,
  instanceCredentialsOutside,
  offensiveTool,
  parametersReadInBulk,
  rotationCancelled,
  rotationFailing,
  rotationMissed,
  rotationStuck,
  secretDeletedWithoutRecovery,
  secretPolicyOpened,
  secretReadByRoot,
  secretReadFirstTime,
  secretReadFromTor,
  secretReadOnConsole,
  secretReadsGrow,
  secretReplicated,
  secretsListedThenRead,
  secretsReadFast,
  secretsReadSlowly,
  trailBucketLifecycle,
  trailDeleted,
  trailRedirected,
  trailSelectorsNarrowed,
  trailStopped,
  ...stackTampered,
];
