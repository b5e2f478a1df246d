import type { Report } from "../../report.ts";
import { severities, severityBadge } from "../badges.ts";
import { timeColumn } from "../columns.ts";
import { choice, h } from "../dom.ts";
import type { Names } from "../names.ts";
import type { Selection } from "../search.ts";
import { table } from "../table.ts";
import { type Clock, number, plural } from "../words.ts";
import { type Section, section } from "./section.ts";

type Finding = NonNullable<Report["findings"]>[number];

/** What the detections found, the gravest first. */
export function findingsSection({ findings }: Report, names: Names, clock: Clock): Section<Selection> {
  if (!findings) {
    const { element, say } = section("findings", "Findings");
    say(
      "Nothing was searched for: the source has no whole records. Log files have them (--source with a path).",
    );
    return { element, show: () => {} };
  }
  let least: Finding["severity"] | "all" = "all";
  let [found, none]: [readonly Finding[], string | undefined] = [[], undefined];
  const list = table<Finding>({
    caption: "Findings",
    none: "Nothing was found.",
    sortedBy: "Severity",
    columns: [
      {
        title: "Severity",
        value: ({ severity }) => -severities.indexOf(severity),
        cell: ({ severity }) => severityBadge(severity),
        largestFirst: true,
      },
      { title: "Finding", value: ({ title }) => title, cell: whatAndWhy, look: "wide" },
      {
        title: "About",
        value: ({ entity }) => entity,
        cell: ({ entity }) => names.named(entity, 34),
        look: "name",
      },
      {
        title: "Who",
        value: ({ principal }) => principal,
        cell: ({ principal, sourceIPAddress }) => names.named(principal, 30, `from ${sourceIPAddress}`),
        look: "name",
      },
      {
        title: "Events",
        value: ({ count }) => count,
        cell: ({ count, atLeast }) => `${number(count)}${atLeast ? "+" : ""}`,
        look: "number",
        largestFirst: true,
      },
      timeColumn("Last", clock, ({ lastSeen }) => lastSeen),
    ],
  });
  const show = () =>
    list.show(
      found.filter(
        ({ severity }) => least === "all" || severities.indexOf(severity) <= severities.indexOf(least),
      ),
      none,
    );
  const chooser = choice(
    "Show",
    [
      ["all", "all"],
      ["MEDIUM", "medium and above"],
      ["HIGH", "high and critical"],
      ["CRITICAL", "critical alone"],
    ],
    (value) => {
      least = value;
      show();
    },
  );
  const { element, say } = section("findings", "Findings", chooser, list.element);
  return {
    element,
    show: (selection) => {
      ({ findings: found, none } = selection);
      const counts = severities.flatMap((severity) => {
        const count = found.filter((finding) => finding.severity === severity).length;
        return count > 0 ? [`${number(count)} ${severity.toLowerCase()}`] : [];
      });
      say(`${plural(found.length, "finding")}${counts.length > 0 ? `: ${counts.join(", ")}` : ""}.`);
      show();
    },
  };
}

function whatAndWhy({
  title,
  why,
  remedy,
  ruleId,
  technique,
  eventName,
  userAgent,
  eventIds,
}: Finding): HTMLElement {
  return h(
    "details",
    {},
    h("summary", {}, title),
    h("p", {}, why),
    h("p", {}, h("b", {}, "To do: "), remedy),
    h(
      "p",
      { class: "small" },
      [
        `Detection ${ruleId}${technique ? `, ATT&CK ${technique}` : ""}. ${eventName} by ${userAgent}.`,
        eventIds.length > 0
          ? `Events: ${eventIds.slice(0, 3).join(", ")}${eventIds.length > 3 ? ", …" : ""}`
          : "",
      ].join(" "),
    ),
  );
}
