import { randomBytes } from "node:crypto";
import { getEncryptHelper, type NodeEncryptionMaterial } from "@aws-crypto/client-node";
import {
  ContentType,
  MessageIdLength,
  serializeMessageHeaderAuth,
  serializeSignatureInfo,
} from "@aws-crypto/serialize";
import { additionalData, serialize } from "./format.ts";
import { frames } from "./frames.ts";
import { closeSource, type Source } from "./source.ts";

/**
 * Writes a message: header, frames, and the signature if the algorithm suite has one. The data key is wiped at the end,
 * whether it is reached or not.
 *
 * @param materialFor gets the data key, plaintext and encrypted; if it fails, the source is closed
 * @param source the plaintext
 */
export async function* encryptMessage(
  materialFor: () => Promise<NodeEncryptionMaterial>,
  source: Source,
  frameLength: number,
): AsyncGenerator<Buffer, void, undefined> {
  let material: NodeEncryptionMaterial;
  try {
    material = await materialFor();
  } catch (error) {
    await closeSource(source);
    throw error;
  }
  const { getCipherInfo, getSigner, dispose } = getEncryptHelper(material);
  try {
    const { suite } = material;
    const messageId = randomBytes(MessageIdLength.V2);
    const { getCipher, keyCommitment } = getCipherInfo(messageId);
    const signer = getSigner?.();
    const signed = (bytes: Buffer): Buffer => {
      signer?.update(bytes);
      return bytes;
    };

    const messageHeader = serialize.buildMessageHeader({
      suite,
      encryptedDataKeys: material.encryptedDataKeys,
      encryptionContext: material.encryptionContext,
      messageId,
      frameLength,
      ...(keyCommitment && { suiteData: keyCommitment }),
    });
    const header = Buffer.from(serialize.serializeMessageHeader(messageHeader));
    const headerIv = serialize.headerAuthIv(suite.ivLength);
    const headerCipher = getCipher(headerIv).setAAD(header);
    headerCipher.final();
    const headerAuthTag = headerCipher.getAuthTag();
    const headerAuth = serializeMessageHeaderAuth({ headerIv, headerAuthTag, messageHeader });
    yield signed(Buffer.concat([header, headerAuth]));

    let sequenceNumber = 1;
    for await (const { chunks, length, isFinal } of frames(source, frameLength)) {
      const iv = serialize.frameIv(suite.ivLength, sequenceNumber);
      const kind = additionalData.messageAADContentString({
        contentType: ContentType.FRAMED_DATA,
        isFinalFrame: isFinal,
      });
      const cipher = getCipher(iv).setAAD(
        Buffer.from(additionalData.messageAAD(messageId, kind, sequenceNumber, length)),
      );
      yield signed(
        Buffer.from(
          isFinal
            ? serialize.finalFrameHeader(sequenceNumber, iv, length)
            : serialize.frameHeader(sequenceNumber, iv),
        ),
      );
      for (const chunk of chunks) yield signed(cipher.update(chunk));
      cipher.final();
      yield signed(cipher.getAuthTag());
      sequenceNumber += 1;
    }
    if (signer) yield Buffer.from(serializeSignatureInfo(signer.awsCryptoSign()));
  } finally {
    dispose();
  }
}
