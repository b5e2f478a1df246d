/**
 * Which events somebody wants to see; all of a source where no names are given. The case of letters does not matter.
 */
export interface WantedEvents {
  /** Such as `kms.amazonaws.com`; `*` for any. */
  source: string;
  names?: readonly string[];
}

/** Whether events of a source are wanted: all of them, those of some names, or none. */
export type WantedNames = (source: string) => "all" | ((name: string) => boolean) | undefined;

/** Puts wishes together, so that each event is looked up once. */
export function wantedNames(wants: readonly WantedEvents[]): WantedNames {
  const bySource = new Map<string, "all" | Set<string>>();
  const add = (key: string, names: WantedEvents["names"] | "all") => {
    const known = bySource.get(key);
    if (!names || names === "all" || known === "all") bySource.set(key, "all");
    else bySource.set(key, new Set([...(known ?? []), ...names, ...names.map((name) => name.toLowerCase())]));
  };
  for (const { source, names } of wants) add(source.toLowerCase(), names);
  const ofAny = bySource.get("*");
  if (ofAny) for (const source of bySource.keys()) add(source, ofAny === "all" ? "all" : [...ofAny]);
  const lookups = new Map(
    [...bySource].map(([source, names]) => [
      source,
      names === "all" ? names : (name: string) => names.has(name) || names.has(name.toLowerCase()),
    ]),
  );
  const ofOthers = lookups.get("*");
  // Nearly all that is wanted is written as AWS writes it.
  return (source) => lookups.get(source) ?? lookups.get(source.toLowerCase()) ?? ofOthers;
}
