import { plain } from "./dom.ts";

/** A number with its thousands apart. */
export function number(value: number): string {
  return value.toLocaleString("en");
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A number in few characters, such as `1.2K`. */
export function shortNumber(value: number): string {
  return compact.format(value);
}

/** A number of things, such as `1 key` or `2,000 keys`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** A text of at most so many characters: its middle is left out, since names differ at their ends. */
export function shorten(text: string, most: number): string {
  const characters = [...plain(text)];
  if (characters.length <= most) return characters.join("");
  const end = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - end).join("")}…${characters.slice(-end).join("")}`;
}

/** Shows times by the clocks of a time zone. */
export function clock(timeZone: string) {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const whole = (iso: string | undefined) => (iso ? format.format(new Date(iso)) : "");
  return {
    /** Such as `2026-03-01 14:05:09`. */
    whole,
    /** To the minute. */
    minute: (iso: string | undefined) => whole(iso).slice(0, -":00".length),
  };
}
export type Clock = ReturnType<typeof clock>;
