import type { Report, ReportPair, ReportResource } from "../report.ts";
import { rotationBadge, severityBadge } from "./badges.ts";
import { useOverTime } from "./charts/use-over-time.ts";
import { button, type Child, h } from "./dom.ts";
import type { Subject } from "./names.ts";
import { type Clock, number, plural, shorten } from "./words.ts";

/** Rows of a list at most. */
const mostListed = 20;

/** A dialog that tells all the report knows of one key, secret or principal. */
export function details(report: Report, clock: Clock) {
  const content = h("div");
  const dialog = h(
    "dialog",
    { "aria-labelledby": "details-title" },
    button({ class: "close", "aria-label": "Close" }, () => dialog.close(), "✕"),
    content,
  );
  dialog.addEventListener("click", ({ target }) => {
    // The backdrop is the dialog's own.
    if (target === dialog) dialog.close();
  });
  return {
    element: dialog,
    open: (subject: Subject) => {
      content.replaceChildren(
        ...("resource" in subject
          ? ofResource(report, subject.resource, clock)
          : ofPrincipal(report, subject.principal, clock)),
      );
      if (!dialog.open) dialog.showModal();
      dialog.scrollTop = 0;
    },
  };
}

function ofResource(report: Report, resource: ReportResource, clock: Clock): Node[] {
  const { kind, name, label, count, failed, first, last } = resource;
  const place = report.resources.indexOf(resource);
  const rotation = report.rotation.secrets.find(({ secret }) => secret === name);
  return [
    ...heading(kind, label, name),
    h("p", {}, inWords({ count, failed, first, last }, clock)),
    useOverTime([resource], report.buckets, 150),
    ...(rotation
      ? [
          h("h3", {}, "Rotation"),
          h(
            "p",
            {},
            rotationBadge(rotation.state),
            ` ${plural(rotation.succeeded, "rotation")} succeeded, ${number(rotation.failed)} failed in this time.`,
            rotation.lastRotated ? ` Last rotated ${clock.minute(rotation.lastRotated)}.` : undefined,
            rotation.lastFailure
              ? ` Last failure ${clock.minute(rotation.lastFailure.at)}: ${rotation.lastFailure.reason}.`
              : undefined,
          ),
        ]
      : []),
    ...findingsAbout(report, name, clock),
    h("h3", {}, "Used by"),
    pairsOf(
      report.pairs.filter((pair) => pair.resource === place),
      ["Principal", ({ principal }) => report.principals[principal]],
      clock,
    ),
  ];
}

function ofPrincipal(report: Report, principal: Report["principals"][number], clock: Clock): Node[] {
  const place = report.principals.indexOf(principal);
  return [
    ...heading("principal", principal.label, principal.name),
    h("p", {}, inWords(principal, clock)),
    ...findingsAbout(report, principal.name, clock),
    h("h3", {}, "Keys and secrets used"),
    pairsOf(
      report.pairs.filter((pair) => pair.principal === place),
      ["Key or secret", ({ resource }) => report.resources[resource]],
      clock,
    ),
  ];
}

function heading(kind: string, label: string, whole: string): Node[] {
  return [
    h("p", { class: `kind ${kind}` }, kind),
    h("h2", { id: "details-title" }, label),
    h("p", { class: "whole" }, whole),
  ];
}

function inWords(
  { count, failed, first, last }: Pick<ReportResource, "count" | "failed" | "first" | "last">,
  clock: Clock,
): string {
  const failures = failed > 0 ? `, ${number(failed)} of them failed` : "";
  return `${plural(count, "use")}${failures}; first ${clock.minute(first)}, last ${clock.minute(last)}.`;
}

function findingsAbout({ findings = [] }: Report, name: string, clock: Clock): Node[] {
  const about = findings.filter(
    ({ entity, principal, resources }) => entity === name || principal === name || resources.includes(name),
  );
  if (about.length === 0) return [];
  return [
    h("h3", {}, "Findings"),
    h(
      "ul",
      { class: "plain" },
      ...about
        .slice(0, mostListed)
        .map(({ severity, title, lastSeen }) =>
          h("li", {}, severityBadge(severity), ` ${title}, ${clock.minute(lastSeen)}`),
        ),
      more(about.length),
    ),
  ];
}

function pairsOf(
  pairs: readonly ReportPair[],
  [title, other]: [title: string, other: (pair: ReportPair) => { label: string; name: string } | undefined],
  clock: Clock,
): HTMLElement {
  const lookOf = (at: number) => (at === 1 ? "number" : undefined);
  const head = [title, "Uses", "Operations", "Last"].map((words, at) =>
    h("th", { scope: "col", class: lookOf(at) }, words),
  );
  const row = (pair: ReportPair) => {
    const { label = "", name = "" } = other(pair) ?? {};
    const cells: Child[] = [
      h("span", { title: name }, shorten(label, 40)),
      number(pair.count),
      pair.operations.map(({ name }) => name).join(", "),
      clock.minute(pair.last),
    ];
    return h("tr", {}, ...cells.map((cell, at) => h("td", { class: lookOf(at) }, cell)));
  };
  const grid = h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...head)),
    h("tbody", {}, ...pairs.slice(0, mostListed).map(row)),
  );
  return h("div", { class: "table" }, grid, more(pairs.length));
}

function more(count: number): HTMLElement | undefined {
  return count > mostListed
    ? h("p", { class: "small" }, `and ${number(count - mostListed)} more`)
    : undefined;
}
