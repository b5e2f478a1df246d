import type { Report } from "../report.ts";
import { bar } from "./bar.ts";
import { details } from "./details.ts";
import { h } from "./dom.ts";
import { names } from "./names.ts";
import { searchOf, type Wish } from "./search.ts";
import { findingsSection } from "./sections/findings.ts";
import { incomplete } from "./sections/incomplete.ts";
import { overTime } from "./sections/over-time.ts";
import { resourcesSection } from "./sections/resources.ts";
import { rotationSection } from "./sections/rotation.ts";
import { summary } from "./sections/summary.ts";
import { who } from "./sections/who.ts";
import { clock } from "./words.ts";

const report: Report = JSON.parse(document.getElementById("report")?.textContent ?? "");
const times = clock(report.timeZone);
const dialog = details(report, times);
const shown = names(report, dialog.open);
const search = searchOf(report);

const sections = [
  overTime(report),
  resourcesSection(report, shown, times),
  who(report, shown, times),
  findingsSection(report, shown, times),
  rotationSection(report, shown, times),
];
const show = (wish: Wish) => {
  const selection = search(wish);
  for (const section of sections) section.show(selection);
};

document.body.append(
  h("a", { class: "skip", href: "#main" }, "To the report"),
  h("header", {}, h("h1", {}, "Who used which keys and secrets")),
  bar(show),
  h(
    "main",
    { id: "main" },
    summary(report, times),
    incomplete(report),
    ...sections.map(({ element }) => element),
  ),
  dialog.element,
);
show({ text: "", kind: "all" });
