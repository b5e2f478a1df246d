import { GetKeyPolicyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import type { Key } from "../resolve.ts";

/**
 * A key's policy as JSON.
 *
 * @throws KeyPermissionError
 */
export async function keyPolicyOf(
  client: KMSClient,
  { name, arn }: Pick<Key, "name" | "arn">,
): Promise<string> {
  const { Policy = "" } = await askKms(`The key policy of ${name} cannot be read`, () =>
    client.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" })),
  );
  return Policy;
}
