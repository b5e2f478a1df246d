/**
 * Compares things by a text of theirs, character by character, as times sort that are written alike: where people's
 * languages sort otherwise does not matter.
 */
export function byText<T>(textOf: (of: T) => string): (one: T, other: T) => number {
  return (one, other) => {
    const [first, second] = [textOf(one), textOf(other)];
    if (first === second) return 0;
    return first < second ? -1 : 1;
  };
}
