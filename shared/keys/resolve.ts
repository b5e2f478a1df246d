import { DescribeKeyCommand, type KeyMetadata, type KeyState, type KMSClient } from "@aws-sdk/client-kms";
import { askKms } from "./ask.ts";
import { KeyStateError, UnknownKeyError } from "./errors.ts";
import { parseKeyName } from "./name.ts";

/** A key as KMS describes it. */
export interface Key {
  /** What it was called by, for messages: an alias, an id or an ARN. */
  name: string;
  id: string;
  arn: string;
  account: string;
  region: string;
  /** True for a key of an AWS service, such as `aws/s3`: nobody can change it. */
  awsManaged: boolean;
  state: KeyState;
  metadata: KeyMetadata;
}

/**
 * Finds the key that a name means.
 *
 * @param name an alias with or without `alias/`, an id, or the ARN of a key or alias
 * @throws KeyNameError, UnknownKeyError, KeyPermissionError
 */
export async function resolveKey(client: KMSClient, name: string): Promise<Key> {
  const { keyId, region } = parseKeyName(name);
  const asked = await client.config.region();
  if (region !== undefined && region !== asked) {
    throw new UnknownKeyError(`The key ${name} is in ${region}, and ${asked} was asked. Set AWS_REGION.`);
  }
  const { KeyMetadata } = await askKms(`The key ${keyId} cannot be described`, () =>
    client.send(new DescribeKeyCommand({ KeyId: keyId })),
  );
  return toKey(keyId, KeyMetadata ?? { KeyId: undefined });
}

function toKey(name: string, metadata: KeyMetadata): Key {
  const { KeyId: id = "", Arn: arn = "", KeyManager, KeyState: state = "Unavailable" } = metadata;
  const [, , , region = "", account = ""] = arn.split(":");
  // No alias of a customer may begin so: KMS API Reference, CreateAlias.
  const awsManaged = KeyManager === "AWS" || /(^|:)alias\/aws\//.test(name);
  return { name, id, arn, account, region, awsManaged, state, metadata };
}

/**
 * Refuses what cannot be done with a key as it is.
 *
 * @param states in which it can be done
 * @param what it is: `be disabled`
 * @throws KeyStateError for a key in another state, and for an AWS managed key
 */
export function requireState(key: Key, states: readonly KeyState[], what: string): void {
  if (key.awsManaged) {
    throw new KeyStateError(
      `${key.name} is an AWS managed key: it cannot ${what}. Use a customer managed key: rekey key create.`,
    );
  }
  if (!states.includes(key.state)) {
    throw new KeyStateError(`${key.name} is ${key.state}: it cannot ${what}. ${nextStep(key.state)}`);
  }
}

function nextStep(state: KeyState): string {
  switch (state) {
    case "Disabled":
      return "Enable it first: rekey key enable.";
    case "PendingDeletion":
    case "PendingReplicaDeletion":
      return "Keep it first: rekey key undelete.";
    case "PendingImport":
      return "Import its key material first: aws kms import-key-material.";
    default:
      return "See rekey key show.";
  }
}
