import { CommitmentPolicySuites, NodeAlgorithmSuite } from "@aws-crypto/client-node";
import type { HeaderInfo } from "@aws-crypto/serialize";
import { TruncatedMessageError, UnknownFormatError, UnsupportedMessageError } from "../errors.ts";
import { type ByteReader, take } from "./byte-reader.ts";
import { commitmentPolicy, deserialize, maxEncryptedDataKeys, maxFrameLength } from "./format.ts";

/** Bytes of a header that are looked at first: most are shorter than a thousand. */
const firstLength = 512;

/** An encryption context and the encrypted data keys that are accepted fit into it with room to spare. */
const maxLength = 524_288;

/**
 * Reads the header of a message, which is not authenticated by that: its data key is needed first.
 *
 * @throws UnknownFormatError if there is none
 * @throws TruncatedMessageError if it ends too early
 */
export async function readHeader(reader: ByteReader): Promise<HeaderInfo> {
  let bytes = Buffer.alloc(0);
  // Twice as much each time: a source of single bytes must not cost the square of its length.
  for (let length = firstLength; length <= maxLength; length *= 2) {
    bytes = Buffer.concat([bytes, await take(reader, length - bytes.length)]);
    const header = bytes.length > 0 && parse(bytes);
    if (header) {
      reader.putBack(bytes.subarray(header.headerLength + header.headerAuth.headerAuthLength));
      return header;
    }
    if (bytes.length === 0) throw new UnknownFormatError("There is nothing: not even a header.");
    if (bytes.length < length) throw new TruncatedMessageError("The message ends within its header.");
  }
  throw unknownFormat();
}

function parse(bytes: Buffer): HeaderInfo | false {
  try {
    return deserialize.deserializeMessageHeader(bytes, { maxEncryptedDataKeys });
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith("maxEncryptedDataKeys")) {
      throw new UnsupportedMessageError(
        `The message names more than ${maxEncryptedDataKeys} keys, which is more than are tried.`,
      );
    }
    throw unknownFormat(cause);
  }
}

function unknownFormat(cause?: unknown): UnknownFormatError {
  return new UnknownFormatError(
    "This is not a message of the AWS Encryption SDK. If it is base64, decode it first.",
    { cause },
  );
}

/**
 * Checks that a message is of a kind that is read.
 *
 * @throws UnsupportedMessageError otherwise
 */
export function checkAccepted({ algorithmSuite, messageHeader }: HeaderInfo): void {
  try {
    CommitmentPolicySuites.isDecryptEnabled(
      commitmentPolicy,
      new NodeAlgorithmSuite(algorithmSuite.id),
      Buffer.from(messageHeader.messageId).toString("hex"),
    );
  } catch (cause) {
    throw new UnsupportedMessageError(
      `The message has no key commitment (${algorithmSuite.name}). Decrypt it with the tool that wrote it, and encrypt anew.`,
      { cause },
    );
  }
  checkFrameLength(messageHeader.frameLength);
}

/**
 * Checks that a frame can be held in memory until it is verified.
 *
 * @throws UnsupportedMessageError otherwise
 */
export function checkFrameLength(length: number): void {
  if (length <= maxFrameLength) return;
  throw new UnsupportedMessageError(
    `The message has frames of ${length} bytes; ${maxFrameLength} at most are held in memory. Decrypt it with the tool that wrote it.`,
  );
}
