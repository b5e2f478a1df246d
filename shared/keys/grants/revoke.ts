import { type KMSClient, RevokeGrantCommand } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import type { Key } from "../resolve.ts";
import { UnknownGrantError } from "./errors.ts";
import { grantsOf, type KeyGrant } from "./list.ts";

/**
 * Takes a grant away. It may take up to five minutes until all of KMS knows it: KMS Developer Guide, "Grants in AWS KMS",
 * eventual consistency.
 *
 * @param named the grant's id, or its name if no other grant of the key has it
 * @returns the grant that was taken away
 * @throws UnknownGrantError, KeyPermissionError, KeyStateError
 */
export async function revokeGrant(client: KMSClient, key: Key, named: string): Promise<KeyGrant> {
  const grants = await grantsOf(client, key);
  const alike = grants.filter(({ id, name }) => id === named || name === named);
  const [grant] = alike;
  if (!grant) {
    throw new UnknownGrantError(
      `${key.name} has no grant ${named}: rekey key grants ${key.name} lists those that it has.`,
    );
  }
  if (alike.length > 1) {
    const ids = alike.map(({ id }) => id).join(", ");
    throw new UnknownGrantError(`${key.name} has ${alike.length} grants named ${named}. Say which: ${ids}.`);
  }
  await askKms(`The grant ${grant.id} is not revoked`, () =>
    client.send(new RevokeGrantCommand({ KeyId: key.arn, GrantId: grant.id })),
  );
  return grant;
}
