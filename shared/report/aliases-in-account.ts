import { type KMSClient, paginateListAliases } from "@aws-sdk/client-kms";

/** The aliases that keys have now, by the ARNs of the keys (`kms:ListAliases`). */
export async function aliasesInAccount(client: KMSClient): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    for (const { AliasName = "", AliasArn = "", TargetKeyId } of Aliases) {
      if (TargetKeyId) found.set(AliasArn.replace(/:alias\/.*$/s, `:key/${TargetKeyId}`), AliasName);
    }
  }
  return found;
}
