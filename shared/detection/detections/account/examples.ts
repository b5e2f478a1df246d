import type { Examples } from "../../examples/example.ts";
import { examples as accessKeyForAnotherUser } from "./access-key-for-another-user.examples.ts";
import { examples as ebsEncryptionByDefaultOff } from "./ebs-encryption-by-default-off.examples.ts";
import { examples as loginProfileChanged } from "./login-profile-changed.examples.ts";
import { examples as rdsMasterPasswordChanged } from "./rds-master-password-changed.examples.ts";
import { examples as rootAccessKeyCreated } from "./root-access-key-created.examples.ts";
import { examples as rootSignedIn } from "./root-signed-in.examples.ts";
import { examples as s3EncryptedWithForeignKey } from "./s3-encrypted-with-foreign-key.examples.ts";

/** Examples of the detections of this folder, by their ids. */
export const accountExamples: Readonly<Record<string, Examples>> = {
  "access-key-for-another-user": accessKeyForAnotherUser,
  "ebs-encryption-by-default-off": ebsEncryptionByDefaultOff,
  "login-profile-changed": loginProfileChanged,
  "rds-master-password-changed": rdsMasterPasswordChanged,
  "root-access-key-created": rootAccessKeyCreated,
  "root-signed-in": rootSignedIn,
  "s3-encrypted-with-foreign-key": s3EncryptedWithForeignKey,
};
