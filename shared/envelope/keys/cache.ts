import type { NodeAlgorithmSuite } from "@aws-crypto/client-node";
import {
  getLocalCryptographicMaterialsCache,
  NodeCachingMaterialsManager,
  type NodeMaterialsManager,
} from "@aws-crypto/client-node";
import { type Keys, managerOf } from "./materials.ts";

/** How long and how often one data key serves: the longer, the fewer calls of KMS, and the more that one stolen data key opens. */
export interface DataKeyLimits {
  /** Seconds; 300 by default. After it the key's policy is asked again. */
  maxAgeSeconds?: number;
  /** Messages encrypted under one data key; 10,000 by default. */
  maxMessages?: number;
  /** Bytes encrypted under one data key; 1 GiB by default. */
  maxBytes?: number;
  /** Data keys that are kept; 100 by default. The one that was used least recently is wiped first. */
  capacity?: number;
}

/**
 * Keys whose data keys are used again: for encryption one for each encryption context, for decryption one for each encrypted data
 * key. Messages of unknown length, such as streams, get a data key of their own. They are in this process's memory until wiped.
 */
export function cachedDataKeys(keys: Keys, limits: DataKeyLimits = {}): NodeMaterialsManager {
  const { maxAgeSeconds = 300, maxMessages = 10_000, maxBytes = 1_073_741_824, capacity = 100 } = limits;
  return new NodeCachingMaterialsManager({
    cache: getLocalCryptographicMaterialsCache<NodeAlgorithmSuite>(capacity),
    backingMaterials: managerOf(keys),
    maxAge: maxAgeSeconds * 1_000,
    maxMessagesEncrypted: maxMessages,
    maxBytesEncrypted: maxBytes,
  });
}
