import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/**
 * All regular files below a folder, in the order of their names, or what is named itself if it is none. Below a folder symbolic
 * links are not followed, and sockets and pipes are left out.
 */
export async function* filesBelow(where: string): AsyncGenerator<string, void, undefined> {
  if (!(await stat(where)).isDirectory()) {
    yield where;
    return;
  }
  const entries = await readdir(where, { withFileTypes: true });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const inside = path.join(where, entry.name);
    if (entry.isDirectory()) yield* filesBelow(inside);
    else if (entry.isFile()) yield inside;
  }
}
