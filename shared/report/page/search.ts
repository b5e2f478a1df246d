import type { Report, ReportPair, ReportResource, ReportRotation } from "../report.ts";

/** What the reader looks for. */
export interface Wish {
  text: string;
  kind: ReportResource["kind"] | "all";
}

type Finding = NonNullable<Report["findings"]>[number];

/** What of a report a reader wants to see. */
export interface Selection {
  resources: ReportResource[];
  pairs: ReportPair[];
  findings: Finding[];
  rotation: ReportRotation[];
  /** What to say where there is nothing; absent where nothing was looked for. */
  none?: string;
}

/**
 * Finds what has all the words of a wish, wherever in its text. A key or secret is found by who used it, too.
 * The texts are made once: ten thousand rows are gone over in some milliseconds.
 */
export function searchOf({ resources, principals, pairs, findings = [], rotation }: Report) {
  const text = (...parts: readonly (string | undefined)[]) => parts.join("\n").toLowerCase();
  const resourceTexts = resources.map(({ name, label, kind }) => text(name, label, kind));
  const principalTexts = principals.map(({ name, label }) => text(name, label));
  const pairTexts = pairs.map(({ resource, principal, services, operations, addresses }) =>
    text(
      resourceTexts[resource],
      principalTexts[principal],
      ...services,
      ...[...operations, ...addresses].map(({ name }) => name),
    ),
  );
  const findingTexts = findings.map((finding) =>
    text(
      ...[finding.title, finding.ruleId, finding.severity, finding.technique, finding.entity, finding.why],
      ...[finding.principal, finding.eventName, finding.sourceIPAddress, finding.userAgent],
      ...finding.resources,
    ),
  );
  const rotationTexts = rotation.secrets.map(({ secret, state, lastFailure }) =>
    text(secret, state, lastFailure?.reason),
  );

  return ({ text: wish, kind }: Wish): Selection => {
    const words = wish.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (text = "") => words.every((word) => text.includes(word));
    const isKind = (place: number) => kind === "all" || resources[place]?.kind === kind;
    const foundPairs = pairs.filter(({ resource }, place) => isKind(resource) && has(pairTexts[place]));
    const used = new Set(foundPairs.map(({ resource }) => resource));
    return {
      ...((words.length > 0 || kind !== "all") && { none: "Nothing matches the search." }),
      resources: resources.filter(
        (_, place) => isKind(place) && (used.has(place) || has(resourceTexts[place])),
      ),
      pairs: foundPairs,
      findings: findings.filter((_, place) => has(findingTexts[place])),
      rotation: rotation.secrets.filter((_, place) => has(rotationTexts[place])),
    };
  };
}
