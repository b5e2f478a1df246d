import type { Report, RotationState } from "../report.ts";
import { h } from "./dom.ts";

type Severity = NonNullable<Report["findings"]>[number]["severity"];

/** The gravest first. */
export const severities: readonly Severity[] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"];

export function severityBadge(severity: Severity): HTMLElement {
  return h("span", { class: `badge severity-${severity.toLowerCase()}` }, severity.toLowerCase());
}

/** What wants attention first. */
export const rotationStates: readonly RotationState[] = ["failing", "overdue", "off", "on", "none seen"];

export function rotationBadge(state: RotationState): HTMLElement {
  return h("span", { class: `badge rotation-${state.replace(" ", "-")}` }, state);
}
