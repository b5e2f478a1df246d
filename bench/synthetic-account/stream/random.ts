import { createHash } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** All that is drawn by lot, from a seed: the same seed draws the same. */
export interface Random {
  /** From 0 up to, and without, 1. */
  fraction(): number;
  /** A whole number of a range, both ends included. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Some of a list, each at most once, in the list's order. */
  some<T>(from: readonly T[], count: number): T[];
  /** Time to the next of events that come independently, where they are so far apart on average. */
  wait(average: number): number;
  uuid(): string;
  /** Upper-case letters and digits, as in access keys. */
  code(length: number): string;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const hex = Array.from({ length: 0x10000 }, (_, n) => n.toString(16).padStart(4, "0"));
const variants = "89ab";

/**
 * Draws by lot. Every name has numbers of its own, so that what one actor draws moves no other's.
 *
 * @param names who draws, from the general to the particular
 */
export function seeded(seed: number, ...names: (string | number)[]): Random {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, ...names]))
    .digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)));
  const fraction = () => (generator.next() >>> 1) / 0x80000000;
  const whole = (least: number, most: number) => uniformInt(generator, least, most);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[whole(0, from.length - 1)];
    if (picked === undefined) throw new RangeError("Nothing to pick from: the list is empty.");
    return picked;
  };
  return {
    fraction,
    whole,
    pick,
    chance: (probability) => fraction() < probability,
    some: (from, count) => {
      let open = Math.min(count, from.length);
      return from.filter((_, index) => {
        const taken = fraction() < open / (from.length - index);
        if (taken) open -= 1;
        return taken;
      });
    },
    wait: (average) => -Math.log(1 - fraction()) * average,
    uuid: () => {
      const [a, b, c, d] = [generator.next(), generator.next(), generator.next(), generator.next()];
      const third = (b & 0xfff) | 0x4000;
      const fourth = variants.charAt(c >>> 30) + (hex[(c >>> 16) & 0xfff] ?? "").slice(1);
      return `${hex[a >>> 16]}${hex[a & 0xffff]}-${hex[b >>> 16]}-${hex[third]}-${fourth}-${hex[c & 0xffff]}${hex[d >>> 16]}${hex[d & 0xffff]}`;
    },
    code: (length) => Array.from({ length }, () => alphabet.charAt(generator.next() >>> 27)).join(""),
  };
}
