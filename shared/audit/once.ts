/** How many ids are remembered at least. */
const generation = 500_000;

/**
 * Tells whether an id comes for the first time: a trail delivers an event more than once now and then, and an account
 * may have several trails. Ids are forgotten once this many others came after them, so that memory stays bounded.
 */
export function once(size = generation): (id: string) => boolean {
  let [recent, before] = [new Set<string>(), new Set<string>()];
  return (id) => {
    if (recent.has(id) || before.has(id)) return false;
    recent.add(id);
    if (recent.size >= size) [recent, before] = [new Set(), recent];
    return true;
  };
}
