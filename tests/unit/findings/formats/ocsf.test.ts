import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toOcsf } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";
import { anyFinding } from "./hostile.ts";

const fixture = new URL("../../../fixtures/ocsf/detection-finding-1.8.0.schema.json", import.meta.url);
const validate = new Ajv({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync(fixture, "utf8")),
);

/** What the official schema has to say against a finding. */
function faults(event: object): unknown {
  return validate(JSON.parse(JSON.stringify(event))) ? [] : validate.errors;
}

describe("a finding as an OCSF Detection Finding", () => {
  it("is valid by the official schema", () => {
    expect(faults(toOcsf(aFinding(), "0.1.0"))).toEqual([]);
  });

  it("is valid whatever the finding says", () => {
    fc.assert(
      fc.property(anyFinding, (finding) => {
        expect(faults(toOcsf(finding, "0.1.0"))).toEqual([]);
      }),
    );
  });

  it("is held to the schema: what is missing, unknown or out of place is found", () => {
    const event = toOcsf(aFinding(), "0.1.0");
    expect(faults({ ...event, class_uid: 2003 })).not.toEqual([]);
    expect(faults({ ...event, type_uid: 200402 })).not.toEqual([]);
    expect(faults({ ...event, finding_info: {} })).not.toEqual([]);
    expect(faults({ ...event, anything: 1 })).not.toEqual([]);
    expect(faults({ ...event, severity_id: 7 })).not.toEqual([]);
  });

  it.each([
    ["NEW", 1, 200401, 1],
    ["UPDATED", 2, 200402, 1],
    ["CLOSED", 3, 200403, 5],
  ] as const)(
    "tells that it is %s by its activity, type and status",
    (status, activity_id, type_uid, status_id) => {
      expect(toOcsf(aFinding({ status }), "0.1.0")).toMatchObject({ activity_id, type_uid, status_id });
    },
  );

  it.each([
    ["INFORMATIONAL", 1, "Informational"],
    ["LOW", 2, "Low"],
    ["MEDIUM", 3, "Medium"],
    ["HIGH", 4, "High"],
    ["CRITICAL", 5, "Critical"],
  ] as const)("rates %s as OCSF does", (severity, severity_id, caption) => {
    expect(toOcsf(aFinding({ severity }), "0.1.0")).toMatchObject({ severity_id, severity: caption });
  });

  it("tells who did what from where to what, when, by which technique, and what to do", () => {
    const finding = aFinding({ technique: "T1555.006" });
    expect(toOcsf(finding, "0.1.0")).toMatchObject({
      message: finding.why,
      start_time: Date.parse(finding.firstSeen),
      cloud: { provider: "AWS", region: finding.region, account: { uid: finding.accountId } },
      finding_info: {
        uid: finding.id,
        analytic: { uid: finding.ruleId },
        attacks: [{ technique: { uid: "T1555" }, sub_technique: { uid: "T1555.006" } }],
        related_events: [{ uid: finding.eventIds[0] }],
      },
      evidences: [
        {
          actor: { user: { uid: finding.principal } },
          api: { operation: "DisableKey" },
          src_endpoint: { ip: "192.0.2.7" },
        },
      ],
      resources: [{ uid: finding.entity, type: "AWS::KMS::Key" }],
      remediation: { desc: finding.remedy },
    });
  });

  it("names a secret by its ARN, in the partition of its region", () => {
    const finding = aFinding({
      entity: "111122223333/cn-north-1/prod/db",
      resources: [],
      region: "cn-north-1",
    });
    expect(toOcsf(finding, "0.1.0")).toMatchObject({
      cloud: { cloud_partition: "aws-cn" },
      resources: [
        {
          uid: "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:prod/db",
          type: "AWS::SecretsManager::Secret",
        },
      ],
    });
  });
});
