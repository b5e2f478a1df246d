import {
  buildAwsKmsMrkAwareStrictMultiKeyringNode,
  type KeyringNode,
  KmsKeyringNode,
  type MultiKeyringNode,
  NodeDefaultCryptographicMaterialsManager,
  type NodeMaterialsManager,
} from "@aws-crypto/client-node";
import { DamagedMessageError, KeyUnavailableError } from "../errors.ts";
import { maxEncryptedDataKeys } from "../message/format.ts";
import { areKeyArns, keyArnsOf } from "./aliases.ts";
import { defaultKmsClients, type KmsClients } from "./kms-client.ts";
import { errorOf, type RecordedCalls, recordCalls } from "./recorded-client.ts";

/** Whose keys may decrypt where none is named: without such a limit, a message could have any account's key called. */
export interface Accounts {
  accountIds: readonly string[];
  /** `aws`, `aws-cn`, `aws-us-gov`… */
  partition?: string;
}

/** Which KMS keys encrypt and decrypt data keys. */
export interface KmsKeysSettings {
  /**
   * Aliases, alias ARNs, key ids or key ARNs. The first makes the data key, and all encrypt it, so that each of them alone
   * can decrypt: keys of other regions and accounts by their ARN. Related multi-Region keys count as one.
   */
  keys?: readonly string[];
  /** Decryption by whichever key of these accounts the message names, in the region that it names; instead of `keys`. */
  accounts?: Accounts;
  clients?: KmsClients;
}

/**
 * Keys in KMS.
 *
 * @throws KeyUnavailableError if neither keys nor accounts are given, or both, or more than 20 keys
 */
export function kmsKeys({
  keys = [],
  accounts,
  clients = defaultKmsClients(),
}: KmsKeysSettings): NodeMaterialsManager {
  const [generatorKeyId, ...keyIds] = keys;
  if ((generatorKeyId === undefined) === (accounts === undefined)) {
    throw new KeyUnavailableError("Name keys, or the accounts whose keys may decrypt, and not both.");
  }
  if (keys.length > maxEncryptedDataKeys) {
    throw new KeyUnavailableError(`A message may name ${maxEncryptedDataKeys} keys at most: name fewer.`);
  }
  const arns = keyArnsOf(keys, clients);

  return {
    async getEncryptionMaterials(request) {
      if (generatorKeyId === undefined) {
        throw new KeyUnavailableError("Accounts are for decryption alone: name the keys to encrypt with.");
      }
      const calls = recordCalls(clients);
      const { clientProvider } = calls;
      const keyring = buildAwsKmsMrkAwareStrictMultiKeyringNode({ generatorKeyId, keyIds, clientProvider });
      return attempt(calls, "kms:GenerateDataKey (of the first) and kms:Encrypt (of others)", () =>
        managerOf(keyring).getEncryptionMaterials(request),
      );
    },

    async decryptMaterials(request) {
      const decryptWith = (keyring: (calls: RecordedCalls) => MultiKeyringNode | KeyringNode) => {
        const calls = recordCalls(clients);
        return attempt(calls, "kms:Decrypt", () => managerOf(keyring(calls)).decryptMaterials(request));
      };
      if (accounts) {
        const discoveryFilter = {
          accountIDs: [...accounts.accountIds],
          partition: accounts.partition ?? "aws",
        };
        return decryptWith(
          ({ clientProvider }) => new KmsKeyringNode({ discovery: true, discoveryFilter, clientProvider }),
        );
      }
      const strictly = (keyIds: string[]) =>
        decryptWith(({ clientProvider }) =>
          buildAwsKmsMrkAwareStrictMultiKeyringNode({ keyIds, clientProvider }),
        );
      try {
        return await strictly(await arns());
      } catch (error) {
        // An alias may have been pointed elsewhere since it was resolved.
        if (!(error instanceof NoMatchingKeyError) || areKeyArns(keys)) throw error;
        return strictly(await arns({ afresh: true }));
      }
    },
  };
}

/** The message names none of the keys that may be used. */
class NoMatchingKeyError extends KeyUnavailableError {}

async function attempt<T>(calls: RecordedCalls, action: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (calls.failures.length > 0) throw errorOf(calls.failures, action);
    if (calls.calls() > 0)
      throw new DamagedMessageError("KMS answered for another key than was asked.", { cause });
    throw new NoMatchingKeyError(
      "The message is encrypted under none of the keys that may be used. Name its key by ARN; inspect it to see which.",
      { cause },
    );
  }
}

function managerOf(keyring: KeyringNode | MultiKeyringNode): NodeMaterialsManager {
  return new NodeDefaultCryptographicMaterialsManager(keyring);
}
