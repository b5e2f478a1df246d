import type { Dependent, DependentClients, NotLookedAt } from "./dependent.ts";
import { type NamedKey, recognizer } from "./key-names.ts";
import { searching } from "./search.ts";

export type { Dependent, DependentClients, NotLookedAt } from "./dependent.ts";
export type { NamedAs, NamedKey } from "./key-names.ts";

/** What depends on a key, and where nobody looked. */
export interface Dependents {
  found: Dependent[];
  notLookedAt: NotLookedAt[];
}

/** What no list of resources tells: it may need the key all the same. */
export const untold = [
  "objects that were put into S3 buckets with another key than the bucket's default",
  "former versions of parameters, and versions of secrets that were put under another key",
  "what applications encrypted themselves, and files encrypted with `rekey encrypt`",
  "backups and services that are not named here, and other accounts",
] as const;

/**
 * Clients of every service in which something may depend on a key. They are a dozen: whoever asks something else need not
 * load them.
 *
 * @param settings of all of them, such as an endpoint
 */
export async function dependentClients(settings: object = {}): Promise<DependentClients> {
  const { serviceClients } = await import("./service-clients.ts");
  return serviceClients(settings);
}

/**
 * What depends on a key, among the resources of its account and Region. Places that cannot be read are told, and those
 * that can be are searched all the same.
 *
 * @param clients of the key's account and Region
 * @throws TypeError if the key's ARN is none
 */
export async function dependentsOf(clients: DependentClients, key: NamedKey): Promise<Dependents> {
  const search = searching(clients, key, recognizer(key));
  // Their commands load the clients of those services, too.
  const { places } = await import("./places.ts");
  const looked = await Promise.all(places.map(search));
  return {
    found: looked.flatMap(({ found }) => found),
    notLookedAt: looked.flatMap(({ notLookedAt }) => notLookedAt),
  };
}
