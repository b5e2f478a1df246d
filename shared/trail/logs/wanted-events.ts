/** Which events somebody wants to see; all of a source where no names are given. */
export interface WantedEvents {
  /** Such as `kms.amazonaws.com`. */
  source: string;
  names?: readonly string[];
}

/** The names that are wanted of a source: "all" of them, some, or undefined for none. */
export type WantedNames = ReadonlyMap<string, "all" | ReadonlySet<string>>;

/** Puts wishes together, so that each event is looked up once. */
export function namesBySource(wants: readonly WantedEvents[]): WantedNames {
  const bySource = new Map<string, "all" | Set<string>>();
  for (const { source, names } of wants) {
    const known = bySource.get(source);
    if (!names || known === "all") bySource.set(source, "all");
    else bySource.set(source, new Set([...(known ?? []), ...names]));
  }
  return bySource;
}
