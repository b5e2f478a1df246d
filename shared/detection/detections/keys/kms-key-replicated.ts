import type { MatchDetection } from "../../detection.ts";
import { asked, byService, keyOf, succeeded, who } from "../../reading/index.ts";

/** A multi-Region key copied: it decrypts in another region, under a policy of its own. */
export const kmsKeyReplicated: MatchDetection = {
  id: "kms-key-replicated",
  title: "Multi-Region key replicated",
  description:
    "A multi-Region key was copied to another region. The copy decrypts all that the first one does, under a policy of its own, where perhaps nobody watches.",
  technique: "T1578",
  severity: "LOW",
  kind: "match",
  wants: [{ source: "kms.amazonaws.com", names: ["ReplicateKey"] }],
  matches: (record) => succeeded(record) && !byService(record),
  entity: keyOf,
  why: (record) =>
    `${who(record)} replicated the key to ${asked(record, "replicaRegion") ?? "another region"}.`,
  remedy: (record) =>
    `If nobody needs it there: aws kms schedule-key-deletion --region ${asked(record, "replicaRegion") ?? "REGION"} --key-id REPLICA. If it is meant, deploy Rekey there too.`,
};
