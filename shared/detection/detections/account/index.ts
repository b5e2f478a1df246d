import type { Definition } from "../definition.ts";
import { accessKeyForAnotherUser } from "./access-key-for-another-user.ts";
import { ebsEncryptionByDefaultOff } from "./ebs-encryption-by-default-off.ts";
import { loginProfileChanged } from "./login-profile-changed.ts";
import { rdsMasterPasswordChanged } from "./rds-master-password-changed.ts";
import { rootAccessKeyCreated } from "./root-access-key-created.ts";
import { rootSignedIn } from "./root-signed-in.ts";
import { s3EncryptedWithForeignKey } from "./s3-encrypted-with-foreign-key.ts";

/** Detections of what is done beside keys and secrets to get at the same data. */
export const accountDetections: readonly Definition[] = [
  s3EncryptedWithForeignKey,
  ebsEncryptionByDefaultOff,
  rdsMasterPasswordChanged,
  accessKeyForAnotherUser,
  loginProfileChanged,
  rootSignedIn,
  rootAccessKeyCreated,
];
