import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Duplex } from "node:stream";
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  getLocalCryptographicMaterialsCache,
  type NodeAlgorithmSuite,
  NodeCachingMaterialsManager,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import {
  cachedDataKeys,
  decrypt,
  decryptStream,
  encrypt,
  encryptStream,
} from "../../shared/envelope/index.ts";

/** A step of `stream.pipeline`. */
type Step = Duplex | ((source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>);

/** A way to encrypt and decrypt a stream. */
export interface StreamWay {
  encrypt(): Step;
  decrypt(): Step;
}

/** A way to encrypt and decrypt short messages, whose data key is cached. */
export interface MessageWay {
  encrypt(plaintext: Buffer): Promise<Buffer>;
  decrypt(message: Buffer): Promise<Buffer>;
}

/** A keyring that calls nobody: what is measured is what happens here. */
const keys = new RawAesKeyringNode({
  keyNamespace: "bench",
  keyName: "key",
  unencryptedMasterKey: new Uint8Array(32),
  wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  utf8Sorting: true,
});
const context = { app: "bench" };
const sdk = buildClient();
const unsigned = {
  suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
  encryptionContext: context,
};

/** The ways for streams. */
export const streamWays = {
  "node:crypto": plainStream(),
  Rekey: {
    encrypt: () => (source) => encryptStream(keys, source, { context }),
    decrypt: () => (source) => decryptStream(keys, source, { context }),
  },
  "SDK, unsigned, 1 MiB frames": {
    encrypt: () => sdk.encryptStream(keys, { ...unsigned, frameLength: 1_048_576 }),
    decrypt: () => sdk.decryptUnsignedMessageStream(keys),
  },
  "SDK's defaults": {
    encrypt: () => sdk.encryptStream(keys, { encryptionContext: context }),
    decrypt: () => sdk.decryptStream(keys),
  },
} satisfies Record<string, StreamWay>;

/** All in one, with the tag outside: its decryption is of the last encryption. */
function plainStream(): StreamWay {
  const [key, iv] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2)];
  let cipher = createCipheriv("aes-256-gcm", key, iv);
  return {
    encrypt() {
      cipher = createCipheriv("aes-256-gcm", key, iv);
      return cipher;
    },
    decrypt: () => createDecipheriv("aes-256-gcm", key, iv).setAuthTag(cipher.getAuthTag()),
  };
}

const cached = cachedDataKeys(keys, { maxMessages: 1_000_000 });
const sdkCached = new NodeCachingMaterialsManager({
  cache: getLocalCryptographicMaterialsCache<NodeAlgorithmSuite>(100),
  backingMaterials: keys,
  maxAge: 300_000,
});

/** The ways for short messages. */
export const messageWays = {
  Rekey: {
    encrypt: (plaintext) => encrypt(cached, plaintext, { context }),
    decrypt: (message) => decrypt(cached, message, { context }),
  },
  "SDK, unsigned": {
    encrypt: async (plaintext) => (await sdk.encrypt(sdkCached, plaintext, unsigned)).result,
    decrypt: async (message) => (await sdk.decrypt(sdkCached, message)).plaintext,
  },
  "SDK's defaults": {
    encrypt: async (plaintext) =>
      (await sdk.encrypt(sdkCached, plaintext, { encryptionContext: context })).result,
    decrypt: async (message) => (await sdk.decrypt(sdkCached, message)).plaintext,
  },
} satisfies Record<string, MessageWay>;

/** What encrypts and decrypts a file, to measure its memory. */
export const fileKeys = keys;
