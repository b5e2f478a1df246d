import type { Counted } from "../../shared/audit/index.ts";

/** The time zone that times and days are shown in: that of the machine, or of the variable TZ. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const format = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" });

/** A time such as `2026-03-01 14:05:09`, in the time zone that is shown. */
export function localTime(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? "" : format.format(ms);
}

/** Names with how often they came, the most frequent ones: `a (12)`, `b (3)`, `4 more`. */
export function mostOf(counted: readonly Counted[], shown = 3): string[] {
  const words = counted.slice(0, shown).map(({ name, count }) => `${name} (${count.toLocaleString("en")})`);
  if (counted.length > shown) words.push(`${(counted.length - shown).toLocaleString("en")} more`);
  return words;
}

/** A principal, with the service that acted for it. */
export function principalInWords({ principal, service }: { principal: string; service?: string }): string[] {
  return service ? [principal, `through ${service}`] : [principal];
}

/** A number with its thousands apart. */
export function numberInWords(value: number): string {
  return value.toLocaleString("en");
}
