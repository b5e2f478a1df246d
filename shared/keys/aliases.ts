import { type KMSClient, paginateListAliases } from "@aws-sdk/client-kms";
import { askKms } from "./ask.ts";
import type { Key } from "./resolve.ts";

/**
 * The aliases that point at a key, such as `alias/prod-shop`, by name.
 *
 * @throws KeyPermissionError without the permission `kms:ListAliases`
 */
export async function aliasesOf(
  client: KMSClient,
  { name, arn }: Pick<Key, "name" | "arn">,
): Promise<string[]> {
  return askKms(`The aliases of ${name} cannot be listed`, async () => {
    const names: string[] = [];
    for await (const { Aliases = [] } of paginateListAliases({ client }, { KeyId: arn }))
      names.push(...Aliases.flatMap(({ AliasName }) => AliasName ?? []));
    return names.sort();
  });
}
