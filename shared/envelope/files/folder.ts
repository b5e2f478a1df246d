import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/**
 * All regular files below a folder, or the file itself, in the order of their names. Symbolic links are not followed, and nothing
 * but files is read: not sockets, not pipes.
 */
export async function* filesBelow(where: string): AsyncGenerator<string, void, undefined> {
  if ((await stat(where)).isFile()) {
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
