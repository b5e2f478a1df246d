import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { arnOf, asked, at, byService, succeeded, who } from "../../reading/index.ts";

/** A new master password lets in who has it and locks out who had the old one, past the secret and its rotation. */
export const rdsMasterPasswordChanged: MatchDetection = {
  id: "rds-master-password-changed",
  title: "Master password of an RDS database changed",
  description:
    "Somebody set the master password of an RDS instance or cluster by hand: whoever has it owns the data, and a secret with the old one is worthless. What services do, as Secrets Manager for a managed password, is left out.",
  technique: "T1098",
  severity: "MEDIUM",
  kind: "match",
  wants: [{ source: "rds.amazonaws.com", names: ["ModifyDBInstance", "ModifyDBCluster"] }],
  matches: (record) => succeeded(record) && !byService(record) && hasPassword(record),
  entity: databaseOf,
  resources: (record) => [databaseOf(record)],
  why: (record) => `${who(record)} set a new master password.`,
  remedy:
    "If nobody meant this, set another one and take away the credentials that did it. Put the password into a secret under rotation: aws rds modify-db-instance --manage-master-user-password.",
};

/** CloudTrail hides the password, but not that there was one. */
function hasPassword({ requestParameters, responseElements }: CloudTrailRecord): boolean {
  return (
    at(requestParameters, "masterUserPassword") !== undefined ||
    at(responseElements, "pendingModifiedValues", "masterUserPassword") !== undefined
  );
}

function databaseOf(record: CloudTrailRecord): string {
  const cluster = asked(record, "dBClusterIdentifier");
  const name = cluster ?? asked(record, "dBInstanceIdentifier") ?? "unknown";
  return arnOf(record, "rds", `${cluster ? "cluster" : "db"}:${name}`);
}
