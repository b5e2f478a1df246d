import type { Random } from "../stream/random.ts";
import type { Timed } from "../stream/timed.ts";

/**
 * Does the same many times within a span, at irregular distances.
 *
 * @param act what is done each time; its records lie within 50 ms
 */
export function* repeated(
  random: Random,
  from: number,
  lasts: number,
  times: number,
  act: (at: number, n: number) => Iterable<Timed>,
): Generator<Timed> {
  const gap = lasts / times;
  for (let n = 0; n < times; n += 1) {
    yield* act(Math.floor(from + n * gap + random.fraction() * Math.max(0, gap - 50)), n);
  }
}
