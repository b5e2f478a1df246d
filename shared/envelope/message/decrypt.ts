import { type GetDecipher, getDecryptionHelper, type NodeDecryptionMaterial } from "@aws-crypto/client-node";
import {
  type BodyHeader,
  ContentType,
  decodeBodyHeader,
  deserializeSignature,
  type HeaderInfo,
  SequenceIdentifier,
  serializeMessageHeaderAuth,
} from "@aws-crypto/serialize";
import { DamagedMessageError, TruncatedMessageError } from "../errors.ts";
import { type ByteReader, take } from "./byte-reader.ts";
import { additionalData } from "./format.ts";
import { checkFrameLength } from "./header.ts";

/** What may be done once a message's header is authenticated. */
export interface OpenMessage {
  isSigned: boolean;
  /**
   * The plaintext frame by frame, each after its tag was checked. Ends without an error only after the final frame, the
   * end of the message and, of a signed message, the signature. May be called once for a reader of all that follows the header.
   */
  frames(reader: ByteReader): AsyncGenerator<Buffer, void, undefined>;
  /** Wipes the data key. */
  dispose(): void;
}

/**
 * Authenticates a message's header by its commitment to the data key and its tag.
 *
 * @throws DamagedMessageError if it was altered, or belongs to another data key
 */
export function openMessage(header: HeaderInfo, material: NodeDecryptionMaterial): OpenMessage {
  const { getDecipherInfo, getVerify, dispose } = getDecryptionHelper(material);
  try {
    const getDecipher = authenticate(header, getDecipherInfo);
    return {
      isSigned: getVerify !== undefined,
      frames: (reader) => decryptFrames(reader, header, getDecipher, getVerify?.()),
      dispose,
    };
  } catch (cause) {
    dispose();
    throw new DamagedMessageError("The message's header does not authenticate: it was altered.", { cause });
  }
}

function authenticate(
  { messageHeader, rawHeader, headerAuth }: HeaderInfo,
  getDecipherInfo: ReturnType<typeof getDecryptionHelper>["getDecipherInfo"],
): GetDecipher {
  const commitment = "suiteData" in messageHeader ? messageHeader.suiteData : undefined;
  const getDecipher = getDecipherInfo(messageHeader.messageId, commitment);
  const decipher = getDecipher(headerAuth.headerIv)
    .setAAD(Buffer.from(rawHeader))
    .setAuthTag(Buffer.from(headerAuth.headerAuthTag));
  decipher.final();
  return getDecipher;
}

type Verify = ReturnType<NonNullable<ReturnType<typeof getDecryptionHelper>["getVerify"]>>;

async function* decryptFrames(
  reader: ByteReader,
  header: HeaderInfo,
  getDecipher: GetDecipher,
  verify: Verify | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const { messageHeader, rawHeader, headerAuth, algorithmSuite } = header;
  verify?.update(Buffer.from(rawHeader));
  verify?.update(Buffer.from(serializeMessageHeaderAuth({ ...headerAuth, messageHeader })));
  for (let number = 1; ; number += 1) {
    const frame = await readFrameHeader(reader, header, verify);
    const { sequenceNumber, contentLength, contentType, isFinalFrame, iv } = frame;
    if (sequenceNumber !== number) throw damaged(`frame ${sequenceNumber} stands where ${number} should`);
    checkFrameLength(contentLength);
    const kind = additionalData.messageAADContentString({ contentType, isFinalFrame });
    const decipher = getDecipher(iv).setAAD(
      Buffer.from(additionalData.messageAAD(messageHeader.messageId, kind, number, contentLength)),
    );
    const clear: Buffer[] = [];
    for (let missing = contentLength; missing > 0; ) {
      const bytes = await reader.next(missing);
      if (!bytes) throw truncated();
      missing -= bytes.length;
      verify?.update(bytes);
      clear.push(decipher.update(bytes));
    }
    const tag = await takeAll(reader, algorithmSuite.tagLength / 8);
    verify?.update(tag);
    try {
      decipher.setAuthTag(tag).final();
    } catch (cause) {
      throw damaged(`frame ${number} does not authenticate`, cause);
    }
    for (const part of clear) yield part;
    if (isFinalFrame) break;
  }
  if (verify) await checkSignature(reader, verify);
  if (await reader.next(1)) throw damaged("bytes follow its end");
}

/** Bytes of numbers in a body: of a frame's number or length, of an unframed body's length, of a signature's length. */
const [uint32Length, uint64Length, uint16Length] = [4, 8, 2];

async function readFrameHeader(
  reader: ByteReader,
  header: HeaderInfo,
  verify: Verify | undefined,
): Promise<BodyHeader> {
  const bytes = await frameHeaderBytes(reader, header);
  verify?.update(bytes);
  try {
    const frame = decodeBodyHeader(bytes, header, 0);
    if (frame) return frame;
  } catch (cause) {
    throw damaged("a frame's header is malformed", cause);
  }
  throw damaged("a frame's header is malformed");
}

async function frameHeaderBytes(
  reader: ByteReader,
  { messageHeader, algorithmSuite: { ivLength } }: HeaderInfo,
): Promise<Buffer> {
  // All in one piece, as some writers of other languages do.
  if (messageHeader.contentType === ContentType.NO_FRAMING) return takeAll(reader, ivLength + uint64Length);
  const first = await takeAll(reader, uint32Length);
  const isFinal = first.readUInt32BE() === SequenceIdentifier.SEQUENCE_NUMBER_END;
  const restLength = isFinal ? uint32Length + ivLength + uint32Length : ivLength;
  return Buffer.concat([first, await takeAll(reader, restLength)]);
}

async function checkSignature(reader: ByteReader, verify: Verify): Promise<void> {
  const lengthBytes = await takeAll(reader, uint16Length);
  const signature = Buffer.concat([lengthBytes, await takeAll(reader, lengthBytes.readUInt16BE())]);
  let isValid = false;
  try {
    isValid = verify.awsCryptoVerify(Buffer.from(deserializeSignature(signature)));
  } catch (cause) {
    throw damaged("its signature is malformed", cause);
  }
  if (!isValid) throw damaged("its signature is not valid");
}

async function takeAll(reader: ByteReader, length: number): Promise<Buffer> {
  const taken = await take(reader, length);
  if (taken.length === length) return taken;
  throw truncated();
}

function truncated(): TruncatedMessageError {
  return new TruncatedMessageError("The message ends too early: a part of it is missing. Fetch it again.");
}

function damaged(what: string, cause?: unknown): DamagedMessageError {
  return new DamagedMessageError(`The message was altered: ${what}.`, { cause });
}
