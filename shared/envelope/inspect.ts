import type { EncryptionContext } from "./encryption-context.ts";
import { ownPairs } from "./encryption-context.ts";
import { readerOf } from "./message/byte-reader.ts";
import { readHeader } from "./message/header.ts";
import type { Source } from "./message/source.ts";

/** What a message's header says. It is not authenticated: for that its data key is needed. */
export interface MessageDescription {
  /** Of the AWS Encryption SDK's format: 1, or 2 with key commitment. */
  formatVersion: number;
  /** The SDK's name of the algorithm suite. */
  algorithm: string;
  isCommitted: boolean;
  isSigned: boolean;
  /** In hexadecimal. */
  messageId: string;
  context: EncryptionContext;
  /** The keys that can decrypt: for `aws-kms`, `key` is the ARN. */
  keys: { provider: string; key: string }[];
  /** Bytes of a frame; 0 if the message is not framed. */
  frameLength: number;
}

/**
 * Says by which keys, with which context and how a message is encrypted, from its header alone: nothing is decrypted or called.
 *
 * @throws UnknownFormatError, TruncatedMessageError
 */
export async function inspect(source: Source): Promise<MessageDescription> {
  const reader = readerOf(source);
  try {
    const { messageHeader, algorithmSuite } = await readHeader(reader);
    return {
      formatVersion: messageHeader.version,
      algorithm: algorithmSuite.name,
      isCommitted: algorithmSuite.commitment !== "NONE",
      isSigned: algorithmSuite.signatureCurve !== undefined,
      messageId: Buffer.from(messageHeader.messageId).toString("hex"),
      context: ownPairs(messageHeader.encryptionContext),
      keys: messageHeader.encryptedDataKeys.map(({ providerId, providerInfo }) => ({
        provider: providerId,
        key: providerInfo,
      })),
      frameLength: messageHeader.frameLength,
    };
  } finally {
    await reader.close();
  }
}
