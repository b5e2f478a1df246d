/** What is done once, in a process of its own: to a folder of logs, with a key to ask about. Tells how many uses of it were found. */
export type Way = (folder: string, key: string) => Promise<number | undefined>;

/** What a process tells of what it did. */
export interface Done {
  /** Processor time of all its threads, from when all it needs was loaded. */
  seconds: number;
  uses?: number | undefined;
}

/**
 * Does what the command line names, `WAY FOLDER KEY`, and prints what it took.
 *
 * @param load loads what is not to be in the measure
 */
export async function measure(ways: Record<string, Way>, load = async () => {}): Promise<void> {
  const [name = "", folder = "", key = ""] = process.argv.slice(2);
  const way = new Map(Object.entries(ways)).get(name);
  if (!way) throw new Error(`There is no way ${name}.`);
  await load();
  // Else what loading left behind is collected while the clock runs: it can take longer than an answer.
  globalThis.gc?.();
  const before = process.cpuUsage();
  const uses = await way(folder, key);
  const { user, system } = process.cpuUsage(before);
  const done: Done = { seconds: (user + system) / 1e6, uses };
  process.stdout.write(JSON.stringify(done));
}
