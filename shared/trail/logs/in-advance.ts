/**
 * Does some work for each item, in their order, and begins it for the following ones while what came out is used.
 *
 * @param count for how many following items
 */
export async function* inAdvance<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  count: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for await (const item of items) {
    begun.push(work(item));
    const [first] = begun;
    if (first && begun.length > count) {
      begun.shift();
      yield await first;
    }
  }
  for (const result of begun) yield await result;
}
