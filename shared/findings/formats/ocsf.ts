import { isIP } from "node:net";
import { type Finding, severities } from "../finding.ts";
import { namedResource, partitionOf } from "./resource.ts";
import { courseOf } from "./text.ts";

/** The version of the schema that findings are written in. */
const version = "1.8.0";

const classUid = 2004;

const activities = { NEW: [1, "Create"], UPDATED: [2, "Update"], CLOSED: [3, "Close"] } as const;

/** `Resolved` would say that somebody had put it right. */
const statuses = { NEW: [1, "New"], UPDATED: [1, "New"], CLOSED: [5, "Archived"] } as const;

/**
 * A finding as a Detection Finding of the Open Cybersecurity Schema Framework, as Security Lake and other tools read
 * it: https://schema.ocsf.io/1.8.0/classes/detection_finding, with the profile `cloud`.
 *
 * @param productVersion Rekey's
 */
export function toOcsf(finding: Finding, productVersion: string): object {
  const [activityId, activityName] = activities[finding.status];
  const [statusId, status] = statuses[finding.status];
  const partition = partitionOf(finding.region);
  const account = { uid: finding.accountId, type_id: 10, type: "AWS Account" };
  const course = courseOf(finding);
  return {
    activity_id: activityId,
    activity_name: activityName,
    category_uid: 2,
    category_name: "Findings",
    class_uid: classUid,
    class_name: "Detection Finding",
    type_uid: classUid * 100 + activityId,
    type_name: `Detection Finding: ${activityName}`,
    time: Date.parse(finding.updatedAt),
    start_time: Date.parse(finding.firstSeen),
    end_time: Date.parse(finding.lastSeen),
    count: finding.count,
    severity_id: severities.indexOf(finding.severity) + 1,
    severity: finding.severity.charAt(0) + finding.severity.slice(1).toLowerCase(),
    status_id: statusId,
    status,
    ...(course ? { status_detail: course } : {}),
    is_alert: finding.status !== "CLOSED",
    message: finding.why,
    metadata: {
      version,
      uid: `${finding.id}-${finding.revision}`,
      sequence: finding.revision,
      profiles: ["cloud"],
      product: { name: "Rekey", vendor_name: "Rekey", version: productVersion },
    },
    cloud: { provider: "AWS", region: finding.region, cloud_partition: partition, account },
    finding_info: {
      uid: finding.id,
      title: finding.title,
      desc: finding.why,
      first_seen_time: Date.parse(finding.firstSeen),
      last_seen_time: Date.parse(finding.lastSeen),
      modified_time: Date.parse(finding.updatedAt),
      analytic: { uid: finding.ruleId, name: finding.title, type_id: 1, type: "Rule" },
      data_sources: ["AWS CloudTrail"],
      related_events_count: finding.count,
      ...(finding.technique ? { attacks: [attackOf(finding.technique)] } : {}),
      related_events: [
        ...finding.eventIds.map((uid) => ({ uid, type: "AWS CloudTrail event" })),
        ...related(finding).map((uid) => ({ uid, type: "Finding" })),
      ],
    },
    evidences: [
      {
        actor: { user: { uid: finding.principal, account } },
        api: { operation: finding.eventName },
        src_endpoint: isIP(finding.sourceIPAddress)
          ? { ip: finding.sourceIPAddress }
          : { name: finding.sourceIPAddress },
        http_request: { user_agent: finding.userAgent },
      },
    ],
    resources: [...new Set([finding.entity, ...finding.resources])].map((resource) => {
      const { type, uid } = namedResource(resource, partition);
      return { uid, ...(type ? { type } : {}), provider: "AWS", cloud_partition: partition };
    }),
    remediation: { desc: finding.remedy },
  };
}

/** A technique or, with a point in it, a sub-technique of ATT&CK. */
function attackOf(technique: string): object {
  const [parent = technique] = technique.split(".");
  const subTechnique = technique === parent ? {} : { sub_technique: { uid: technique } };
  return { technique: { uid: parent }, ...subTechnique };
}

function related({ supersedes = [], supersededBy }: Finding): string[] {
  return supersededBy ? [...supersedes, supersededBy] : supersedes;
}
