import type { Report } from "../../report.ts";
import { severities } from "../badges.ts";
import { h } from "../dom.ts";
import { type Clock, number, plural } from "../words.ts";

/** What the report is about, and its numbers at a glance. */
export function summary(report: Report, clock: Clock): HTMLElement {
  const { period, timeZone, generated, source, seen, counted, resources, principals } = report;
  const keys = resources.filter(({ kind }) => kind === "key");
  const secrets = resources.filter(({ kind }) => kind === "secret");
  const sum = (list: readonly { count: number }[]) => list.reduce((all, { count }) => all + count, 0);
  const failed = resources.reduce((all, resource) => all + resource.failed, 0);
  const tile = (href: string, value: string, title: string, words: string, look = "") =>
    h(
      "a",
      { class: `tile ${look}`, href },
      h("span", { class: "title" }, title),
      h("strong", {}, value),
      h("small", {}, words),
    );
  return h(
    "div",
    { class: "summary" },
    h(
      "p",
      { class: "lead" },
      `${clock.minute(period.from)} to ${clock.minute(period.to)}, ${timeZone}. From ${sourceInWords(source)}: ${plural(seen, "event")} gone over, ${number(counted)} of them uses of keys and secrets. Made ${clock.minute(generated)}.`,
    ),
    h(
      "div",
      { class: "tiles" },
      tile("#resources", number(keys.length), "Keys", `${plural(sum(keys), "use")}`),
      tile("#resources", number(secrets.length), "Secrets", `read ${plural(sum(secrets), "time")}`),
      tile("#who", number(principals.length), "Principals", "that used them"),
      tile("#over-time", number(failed), "Failed", "refused or in error", failed > 0 ? "warn" : ""),
      findingsTile(report, tile),
      rotationTile(report, tile),
    ),
  );
}

type Tile = (href: string, value: string, title: string, words: string, look?: string) => HTMLElement;

function findingsTile({ findings }: Report, tile: Tile): HTMLElement {
  if (!findings) return tile("#findings", "–", "Findings", "not searched for");
  const [gravest, next] = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${number(count)} ${severity.toLowerCase()}`] : [];
  });
  const words = [gravest, next].filter(Boolean).join(", ") || "nothing found";
  const isGrave = findings.some(({ severity }) => severity === "CRITICAL" || severity === "HIGH");
  return tile("#findings", number(findings.length), "Findings", words, isGrave ? "alarm" : "");
}

function rotationTile({ rotation: { secrets } }: Report, tile: Tile): HTMLElement {
  const count = (state: string) => secrets.filter((secret) => secret.state === state).length;
  const [bad, on] = [count("failing") + count("overdue"), count("on")];
  if (bad === 0)
    return tile("#rotation", number(on), "Rotation", `on, of ${plural(secrets.length, "secret")}`);
  return tile("#rotation", number(bad), "Rotation", `failing or overdue, ${number(on)} on`, "alarm");
}

function sourceInWords(source: string): string {
  return source === "lookup" ? "CloudTrail's event history" : source;
}
