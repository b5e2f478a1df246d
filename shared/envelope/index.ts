export { type DecryptOptions, decrypt, decryptStream } from "./decrypt.ts";
export { type EncryptOptions, encrypt, encryptStream } from "./encrypt.ts";
export type { EncryptionContext } from "./encryption-context.ts";
export {
  DamagedMessageError,
  EncryptionContextError,
  EnvelopeError,
  KeyUnavailableError,
  OutputExistsError,
  TruncatedMessageError,
  UnknownFormatError,
  UnsupportedMessageError,
} from "./errors.ts";
export {
  decryptFile,
  encryptFile,
  type FileOptions,
  type FileResult,
  reencryptFile,
  writeStream,
} from "./files/file.ts";
export { filesBelow } from "./files/folder.ts";
export { inspect, type MessageDescription } from "./inspect.ts";
export { cachedDataKeys, type DataKeyLimits } from "./keys/cache.ts";
export { type Accounts, type KmsKeysSettings, kmsKeys } from "./keys/kms.ts";
export type { KmsClient, KmsClients } from "./keys/kms-client.ts";
export type { Keys } from "./keys/materials.ts";
export type { Source } from "./message/source.ts";
export { printable } from "./printable.ts";
export { reencryptStream } from "./reencrypt.ts";
