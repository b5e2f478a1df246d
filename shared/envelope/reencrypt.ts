import type { DecryptOptions } from "./decrypt.ts";
import { type EncryptOptions, encryptStream } from "./encrypt.ts";
import { ownPairs } from "./encryption-context.ts";
import type { Keys } from "./keys/materials.ts";
import { open } from "./message/open.ts";
import type { Source } from "./message/source.ts";

/**
 * Encrypts a message under other keys, with a new data key, a new message id and the same encryption context. The plaintext is never
 * on disk. The new message may be used only when this has ended without an error.
 *
 * All data is encrypted anew: in this format the header's tag is made with the initialization vector 0, so that a second header
 * under the same data key would use it twice, which lets a reader of both forge the message.
 */
export async function* reencryptStream(
  keys: { decrypt: Keys; encrypt: Keys },
  source: Source,
  options: DecryptOptions & Omit<EncryptOptions, "context">,
): AsyncGenerator<Buffer, void, undefined> {
  const opened = await open(keys.decrypt, source, options.context);
  try {
    yield* encryptStream(keys.encrypt, opened.frames(opened.reader), {
      ...options,
      context: ownPairs(opened.context),
    });
  } finally {
    opened.dispose();
    await opened.reader.close();
  }
}
