import { isDeepStrictEqual } from "node:util";
import type { KMSClient } from "@aws-sdk/client-kms";
import { PolicySyntaxError, parsePolicy } from "../../access/index.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import { keyPolicyOf } from "../policy/read.ts";
import { type Key, resolveKey } from "../resolve.ts";
import type { WantedKey } from "./wanted.ts";

/** In what a key that is there differs from the wanted one, in words; empty if it is the wanted one. */
export async function differences(client: KMSClient, key: Key, wanted: WantedKey): Promise<string[]> {
  const { KeySpec, KeyUsage, MultiRegion = false } = key.metadata;
  const { spec, usage } = wanted.kind;
  const text = await keyPolicyOf(client, key);
  return [
    ...(key.state === "Enabled" ? [] : [`it is ${key.state}`]),
    ...(KeySpec === spec && KeyUsage === usage ? [] : [`it is of spec ${KeySpec} for ${KeyUsage}`]),
    ...(MultiRegion === wanted.multiRegion
      ? []
      : [MultiRegion ? "it is multi-Region" : "it is of one Region"]),
    ...(isPolicy(text, wanted.policy) ? [] : ["its key policy is another"]),
  ];
}

/** Whether two policies say the same, however they are written. */
function isPolicy(text: string, policy: KeyPolicy): boolean {
  try {
    return isDeepStrictEqual(parsePolicy(text), parsePolicy(policy));
  } catch (error) {
    // What cannot be read was not written here.
    if (error instanceof PolicySyntaxError) return false;
    throw error;
  }
}

/** The first of some keys that is the wanted one. */
export async function firstThatIs(
  client: KMSClient,
  ids: readonly string[],
  wanted: WantedKey,
): Promise<Key | undefined> {
  for (const id of ids) {
    const key = await resolveKey(client, id);
    if ((await differences(client, key, wanted)).length === 0) return key;
  }
  return undefined;
}
