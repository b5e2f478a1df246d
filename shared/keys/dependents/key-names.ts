/** A key, with all that resources may name it by. */
export interface NamedKey {
  /** `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`. */
  arn: string;
  /** Such as `alias/prod-data`. */
  aliases: readonly string[];
}

/** Whether a name means the key itself, or another one of a multi-Region set, which has the same key material. */
export type NamedAs = "key" | "replica";

/** Tells whether what a resource names as its key is the one that is asked about. */
export type Recognize = (named: string | undefined) => NamedAs | undefined;

/** What a key's ARN says. */
export interface KeyArn {
  partition: string;
  region: string;
  account: string;
  /** `key/ID` or `alias/NAME`. */
  resource: string;
}

const arnShape = /^arn:([^:]+):kms:([^:]+):([^:]+):((?:key|alias)\/.+)$/;

/** Reads the ARN of a key or alias; undefined for anything else. */
export function parseKeyArn(text: string): KeyArn | undefined {
  const [, partition = "", region = "", account = "", resource = ""] = arnShape.exec(text) ?? [];
  return resource === "" ? undefined : { partition, region, account, resource };
}

/**
 * Makes what recognizes a key by its id, its ARN, an alias or an alias's ARN, and a multi-Region key in other Regions,
 * where it has the same id.
 *
 * @throws TypeError if the ARN is not that of a key
 */
export function recognizer({ arn, aliases }: NamedKey): Recognize {
  const own = parseKeyArn(arn);
  if (!own?.resource.startsWith("key/")) throw new TypeError(`${arn} is not the ARN of a key.`);
  const ownKey = own.resource.toLowerCase();
  return (named) => {
    if (named === undefined || named === "") return undefined;
    if (named.startsWith("alias/")) return aliases.includes(named) ? "key" : undefined;
    const { partition, region, account, resource } = parseKeyArn(named) ?? {
      ...own,
      resource: `key/${named}`,
    };
    if (partition !== own.partition || account !== own.account) return undefined;
    const isHere = region === own.region;
    if (resource.startsWith("alias/")) return isHere && aliases.includes(resource) ? "key" : undefined;
    if (resource.toLowerCase() !== ownKey) return undefined;
    if (isHere) return "key";
    return ownKey.startsWith("key/mrk-") ? "replica" : undefined;
  };
}
