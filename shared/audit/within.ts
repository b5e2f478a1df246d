import type { Period } from "./engine.ts";

/** Tells whether a time is in a period. Compares in milliseconds: a time may be recorded with or without them. */
export function isWithin({ from, to }: Period): (time: string) => boolean {
  const [first, end] = [from.getTime(), to.getTime()];
  return (time) => {
    const ms = Date.parse(time);
    return ms >= first && ms < end;
  };
}
