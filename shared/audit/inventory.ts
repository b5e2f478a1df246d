import {
  DescribeKeyCommand,
  type KMSClient,
  paginateListAliases,
  paginateListKeys,
} from "@aws-sdk/client-kms";
import { paginateListSecrets, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** A key or secret that there is. */
export interface InventoryItem {
  kind: "key" | "secret";
  arn: string;
  /** The secret's name, or the key's aliases. */
  name: string;
  /** ISO 8601. */
  created: string;
  /** The day of the last retrieval, where Secrets Manager tells it, ISO 8601. */
  lastUsed?: string;
  /** In US dollars, without requests. */
  dollarsAMonth: number;
}

/** Prices of us-east-1, 2025: of a customer managed key before its first yearly rotation, and of a secret. */
const dollars = { key: 1, secret: 0.4 };

/** The customer managed keys that can be used, and the secrets, of one account and Region. */
export async function inventoryOf(kms: KMSClient, secrets: SecretsManagerClient): Promise<InventoryItem[]> {
  const items: InventoryItem[] = [];
  const aliases = await aliasesById(kms);
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId = "" } of Keys) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      const { KeyManager, KeyState, Arn = "", CreationDate } = KeyMetadata ?? {};
      if (KeyManager !== "CUSTOMER" || KeyState === "PendingDeletion") continue;
      items.push({
        kind: "key",
        arn: Arn,
        name: aliases.get(KeyId)?.join(", ") ?? "",
        created: CreationDate?.toISOString() ?? "",
        dollarsAMonth: dollars.key,
      });
    }
  }
  for await (const { SecretList = [] } of paginateListSecrets({ client: secrets }, {})) {
    for (const { ARN = "", Name = "", CreatedDate, LastAccessedDate } of SecretList) {
      items.push({
        kind: "secret",
        arn: ARN,
        name: Name,
        created: CreatedDate?.toISOString() ?? "",
        ...(LastAccessedDate && { lastUsed: LastAccessedDate.toISOString() }),
        dollarsAMonth: dollars.secret,
      });
    }
  }
  return items;
}

/** The aliases of an account and Region by the ids of the keys that they point at. */
export async function aliasesById(client: KMSClient): Promise<Map<string, string[]>> {
  const aliases = new Map<string, string[]>();
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    for (const { TargetKeyId, AliasName } of Aliases) {
      if (TargetKeyId && AliasName)
        aliases.set(TargetKeyId, [...(aliases.get(TargetKeyId) ?? []), AliasName]);
    }
  }
  return aliases;
}
