import { type Client, ResultCodeError } from "ldapts";
import type { DirectoryCredential } from "./credential.ts";
import { anyError, isHidden } from "./errors.ts";

/**
 * Reads attributes of the root DSE, in which a directory server tells about itself (RFC 4512, section 5.1).
 *
 * @param credential whose connection it is, for the message
 * @returns each attribute's values; none where the server hides it
 */
export async function rootDse<const Name extends string>(
  client: Client,
  { system, username }: DirectoryCredential,
  attributes: readonly Name[],
): Promise<Record<Name, string[]>> {
  const { searchEntries } = await client
    .search("", { scope: "base", filter: "(objectClass=*)", attributes: [...attributes] })
    .catch((error: unknown) => {
      if (!(error instanceof ResultCodeError)) throw error;
      if (isHidden(error)) return { searchEntries: [] };
      throw anyError(error, system, username);
    });
  const [entry] = searchEntries;
  const values = attributes.map((name) => [name, [entry?.[name] ?? []].flat().map(String)]);
  return Object.fromEntries(values) as Record<Name, string[]>;
}
