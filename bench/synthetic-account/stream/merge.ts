import type { Stream, Timed } from "./timed.ts";

interface Head {
  stream: Stream;
  /** Decides between two records of one millisecond. */
  rank: number;
  next: Timed;
}

/**
 * Makes one stream of many, in the order of time. It holds one record of each.
 *
 * @throws RangeError if a stream goes back in time
 */
export function* merge(streams: readonly Stream[]): Generator<Timed, void, undefined> {
  const heap: Head[] = [];
  streams.forEach((stream, rank) => {
    const { done, value } = stream.next();
    if (!done) heap.push({ stream, rank, next: value });
  });
  for (let root = heap.length >> 1; root >= 0; root -= 1) sink(heap, root);
  for (;;) {
    const [first] = heap;
    if (!first) return;
    const { next, stream } = first;
    yield next;
    const following = stream.next();
    if (!following.done) {
      if (following.value.at < next.at) {
        throw new RangeError(`A stream went back in time at its ${following.value.record.eventName}.`);
      }
      first.next = following.value;
    } else {
      const last = heap.pop();
      if (last && last !== first) heap[0] = last;
    }
    sink(heap, 0);
  }
}

function sink(heap: Head[], from: number): void {
  const moved = heap[from];
  if (!moved) return;
  let at = from;
  for (;;) {
    const left = 2 * at + 1;
    const one = heap[left];
    const other = heap[left + 1];
    if (!one) break;
    const smaller = other && before(other, one) ? left + 1 : left;
    const child = heap[smaller];
    if (!child || !before(child, moved)) break;
    heap[at] = child;
    at = smaller;
  }
  heap[at] = moved;
}

function before(one: Head, other: Head): boolean {
  return one.next.at < other.next.at || (one.next.at === other.next.at && one.rank < other.rank);
}
