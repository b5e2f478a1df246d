import { decryptCommand } from "./decrypt.ts";
import { encryptCommand } from "./encrypt.ts";
import { inspectCommand } from "./inspect.ts";
import { reencryptCommand } from "./reencrypt.ts";

/** Envelope encryption of files and streams. */
export const envelopeCommands = [encryptCommand, decryptCommand, inspectCommand, reencryptCommand];
