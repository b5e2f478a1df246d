import { KeyUnavailableError } from "../errors.ts";
import type { KmsClients } from "./kms-client.ts";

/** The ARN of a key itself; of an alias or a bare id there is another way to the key. */
const keyArn = /^arn:[^:]+:kms:([^:]+):\d{12}:key\/./;

/** Gives the ARNs of the keys that identifiers name now. */
export type KeyArns = (options?: { afresh: boolean }) => Promise<string[]>;

/**
 * Resolves aliases and key ids to the ARNs of keys, which is what messages name: KMS's `DescribeKey` is asked once, and
 * again when asked to.
 *
 * @throws KeyUnavailableError if one names no key, or may not be described
 */
export function keyArnsOf(identifiers: readonly string[], clients: KmsClients): KeyArns {
  let resolved: Promise<string[]> | undefined;
  return async (options) => {
    if (!resolved || options?.afresh) resolved = Promise.all(identifiers.map((id) => resolve(id, clients)));
    try {
      return await resolved;
    } catch (error) {
      resolved = undefined;
      throw error;
    }
  };
}

/** Whether all identifiers are ARNs of keys, of which nothing has to be asked. */
export function areKeyArns(identifiers: readonly string[]): boolean {
  return identifiers.every((identifier) => keyArn.test(identifier));
}

async function resolve(identifier: string, clients: KmsClients): Promise<string> {
  if (keyArn.test(identifier)) return identifier;
  const region = identifier.startsWith("arn:") ? identifier.split(":")[3] : undefined;
  try {
    const { KeyMetadata } = await clients(region).describeKey({ KeyId: identifier });
    if (KeyMetadata?.Arn) return KeyMetadata.Arn;
  } catch (cause) {
    const why = cause instanceof Error ? `${cause.name} (${cause.message})` : String(cause);
    throw new KeyUnavailableError(
      `Which key ${identifier} names could not be found out: ${why}. Allow kms:DescribeKey, or name the key by its ARN.`,
      { cause },
    );
  }
  throw new KeyUnavailableError(`KMS says nothing of ${identifier}. Name the key by its ARN.`);
}
