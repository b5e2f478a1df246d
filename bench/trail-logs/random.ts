/** A source of chances that gives the same ones for the same seed. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  one<T>(of: readonly [T, ...T[]]): T;
  /** So many characters of an alphabet. */
  text(length: number, alphabet: string): string;
  hex(length: number): string;
  uuid(): string;
}

/** Chances after Mulberry32, a generator of 32 bits. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const text = (length: number, alphabet: string) => {
    let made = "";
    while (made.length < length) made += alphabet.charAt(below(alphabet.length));
    return made;
  };
  const hex = (length: number) => text(length, "0123456789abcdef");
  return {
    below,
    one: (of) => of[below(of.length)] ?? of[0],
    text,
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
