import {
  KeyringNode,
  NodeAlgorithmSuite,
  type NodeDecryptionMaterial,
  NodeDefaultCryptographicMaterialsManager,
  type NodeEncryptionMaterial,
  type NodeMaterialsManager,
} from "@aws-crypto/client-node";
import type { HeaderInfo } from "@aws-crypto/serialize";
import type { EncryptionContext } from "../encryption-context.ts";
import { EnvelopeError, KeyUnavailableError } from "../errors.ts";
import { commitmentPolicy, signedSuite, unsignedSuite } from "../message/format.ts";
import { printable } from "../printable.ts";

/** What makes and unwraps data keys: `kmsKeys`, `cachedDataKeys`, or any keyring or materials manager of the SDK. */
export type Keys = NodeMaterialsManager | KeyringNode;

/** The materials manager of keys. */
export function managerOf(keys: Keys): NodeMaterialsManager {
  return keys instanceof KeyringNode ? new NodeDefaultCryptographicMaterialsManager(keys) : keys;
}

/**
 * Gets a data key for a new message.
 *
 * @param plaintextLength what a cache counts by; it keeps no data key for a message of unknown length
 * @throws KeyUnavailableError if no key makes one
 */
export async function encryptionMaterial(
  keys: Keys,
  request: { context: EncryptionContext; isSigned: boolean; plaintextLength?: number | undefined },
): Promise<NodeEncryptionMaterial> {
  const { context, isSigned, plaintextLength } = request;
  try {
    return await managerOf(keys).getEncryptionMaterials({
      suite: new NodeAlgorithmSuite(isSigned ? signedSuite : unsignedSuite),
      encryptionContext: { ...context },
      commitmentPolicy,
      ...(plaintextLength !== undefined && { plaintextLength }),
    });
  } catch (cause) {
    throw asEnvelopeError(cause, "No data key could be made");
  }
}

/**
 * Gets the data key of a message.
 *
 * @throws KeyUnavailableError if no key unwraps it
 */
export async function decryptionMaterial(
  keys: Keys,
  { algorithmSuite, messageHeader }: HeaderInfo,
): Promise<NodeDecryptionMaterial> {
  try {
    return await managerOf(keys).decryptMaterials({
      suite: new NodeAlgorithmSuite(algorithmSuite.id),
      encryptionContext: messageHeader.encryptionContext,
      encryptedDataKeys: messageHeader.encryptedDataKeys,
    });
  } catch (cause) {
    const named = messageHeader.encryptedDataKeys
      .map(({ providerInfo }) => printable(providerInfo))
      .join(", ");
    throw asEnvelopeError(cause, `The data key could not be decrypted; it is encrypted under ${named}`);
  }
}

function asEnvelopeError(cause: unknown, what: string): EnvelopeError {
  if (cause instanceof EnvelopeError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new KeyUnavailableError(`${what}: ${why}`, { cause });
}
