import { type Finding, type Severity, severities } from "../finding.ts";

/** Whom a destination is for, and what they want to hear. */
export interface Audience {
  /** People hear of each finding once, again when it is more severe, and when it is over; programs of each revision. */
  kind: "people" | "programs";
  /** What is less severe is not sent. */
  minimumSeverity: Severity;
  /** Whether people hear that a finding is over. */
  closings: boolean;
}

/**
 * Why a finding is to be sent to a destination, as a name that is the same for what must not be sent again; undefined
 * if it is not to be sent. It is not the status that decides: the revision that said NEW may have got lost or come late,
 * and then the next one is the first that people hear of.
 */
export function occasionOf(finding: Finding, audience: Audience): string | undefined {
  const { id, revision, severity, status, supersededBy } = finding;
  if (severities.indexOf(severity) < severities.indexOf(audience.minimumSeverity)) return undefined;
  if (audience.kind === "programs") return `${id}#${revision}`;
  // The finding that continues it speaks for it.
  if (supersededBy) return undefined;
  return status === "CLOSED" && audience.closings ? `${id}#closed#${revision}` : `${id}#${severity}`;
}
