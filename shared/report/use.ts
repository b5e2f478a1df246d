import {
  type AuditEvent,
  byCount,
  firstByName,
  keyUses,
  mostNamed,
  noOccurrences,
  type Occurrences,
  occur,
  secretUses,
  type Tally,
  tally,
} from "../audit/index.ts";
import { wantedNames } from "../trail/index.ts";
import type { Aliases } from "./aliases.ts";
import type { Buckets } from "./buckets.ts";
import { keyNamed, principalNamed, resourceNamed } from "./labels.ts";
import type { Report, ReportPair, ReportPrincipal, ReportResource } from "./report.ts";

/** Events that are uses of keys and secrets. */
export const uses = [keyUses, secretUses];

/** Pairs that a report lists. */
const mostPairs = 20_000;

/** Operations and addresses that a pair names. */
const mostOfPair = 5;

/** Who used what, and when. */
export interface Use extends Pick<Report, "resources" | "principals" | "pairs"> {
  /** Distinct uses. */
  counted: number;
  /** Whether more is known than is listed. */
  hasMore: boolean;
}

interface ResourceUse extends Occurrences {
  kind: ReportResource["kind"];
  /** For each bucket the uses and, after it, those of them that failed: there may be very many resources. */
  uses: Uint32Array;
}

interface PairUse extends Occurrences {
  resource: string;
  principal: string;
  services: Tally;
  operations: Tally;
  addresses: Tally;
}

/** Collects who used which keys and secrets, from events in any order, each given once. */
export function useWithin(buckets: Buckets) {
  const isUse = wantedNames(uses);
  const resources = firstByName<ResourceUse>(mostNamed);
  const principals = firstByName<Occurrences>(mostNamed);
  const pairs = firstByName<PairUse>(mostPairs);
  let counted = 0;

  const addTo = (kind: ReportResource["kind"], name: string, event: AuditEvent, bucket: number) => {
    const id = `${kind} ${name}`;
    const uses = () => new Uint32Array(2 * buckets.starts.length);
    const resource = resources.of(id, () => ({ kind, ...noOccurrences(), uses: uses() }));
    if (resource) {
      occur(resource, event);
      count(resource.uses, 2 * bucket);
      if (event.error !== undefined) count(resource.uses, 2 * bucket + 1);
    }
    const { principal, service } = event;
    const pair = pairs.of(`${id}\n${principal}`, () => ({
      resource: id,
      principal,
      ...noOccurrences(),
      services: tally(mostOfPair),
      operations: tally(mostOfPair),
      addresses: tally(mostOfPair),
    }));
    if (!pair) return;
    occur(pair, event);
    if (service) pair.services.add(service);
    pair.operations.add(event.operation);
    pair.addresses.add(event.address);
  };

  return {
    add: (event: AuditEvent): void => {
      const names = isUse(event.source);
      const bucket = buckets.of(Date.parse(event.time));
      if (typeof names !== "function" || !names(event.operation) || bucket === undefined) return;
      if (event.keys.length === 0 && event.secret === undefined) return;
      counted += 1;
      const principal = principals.of(event.principal, noOccurrences);
      if (principal) occur(principal, event);
      for (const key of event.keys) addTo("key", key, event, bucket);
      if (event.secret !== undefined) addTo("secret", event.secret, event, bucket);
    },
    answer: (aliases: Aliases): Use => {
      const resourceList = [...resources.entries()].sort(([, one], [, other]) => byCount(one, other));
      const principalList = [...principals.entries()].sort(([, one], [, other]) => byCount(one, other));
      const resourcePlaces = placesOf(resourceList);
      const principalPlaces = placesOf(principalList);
      const known = pairs.entries().flatMap(([, pair]) => {
        const [resource, principal] = [
          resourcePlaces.get(pair.resource),
          principalPlaces.get(pair.principal),
        ];
        return resource === undefined || principal === undefined ? [] : [{ ...pair, resource, principal }];
      });
      const principalsOf = countBy(known, ({ resource }) => resource);
      const resourcesOf = countBy(known, ({ principal }) => principal);
      const listed = known.toSorted(byCount);
      return {
        counted,
        hasMore: [resources, principals, pairs].some((list) => list.hasMore()),
        resources: resourceList.map(([id, { kind, uses, ...occurrences }], place): ReportResource => {
          const name = id.slice(kind.length + 1);
          const named = kind === "key" ? keyNamed(name, aliases.of(name)) : resourceNamed(name);
          return {
            kind,
            name,
            ...named,
            ...occurrences,
            principals: principalsOf.get(place) ?? 0,
            uses: usesIn(uses),
          };
        }),
        principals: principalList.map(([name, occurrences], place): ReportPrincipal => {
          const { label, account, session } = principalNamed(name);
          return {
            name,
            label: session ? `${label}, ${session}` : label,
            account,
            ...occurrences,
            resources: resourcesOf.get(place) ?? 0,
          };
        }),
        pairs: listed.map(
          ({ services, operations, addresses, ...pair }): ReportPair => ({
            ...pair,
            services: services.list().map(({ name }) => name),
            operations: operations.list(),
            addresses: addresses.list(),
          }),
        ),
      };
    },
  };
}

function count(counts: Uint32Array, place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}

/** The buckets with uses, in their order. */
function usesIn(counts: Uint32Array): ReportResource["uses"] {
  const found: ReportResource["uses"] = [];
  for (let at = 0; at < counts.length; at += 2) {
    const [count = 0, failed = 0] = counts.subarray(at, at + 2);
    if (count > 0) found.push([at / 2, count, failed]);
  }
  return found;
}

function placesOf(list: readonly (readonly [name: string, entry: unknown])[]): Map<string, number> {
  return new Map(list.map(([name], place) => [name, place]));
}

function countBy<T>(list: readonly T[], of: (entry: T) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const entry of list) counts.set(of(entry), (counts.get(of(entry)) ?? 0) + 1);
  return counts;
}
