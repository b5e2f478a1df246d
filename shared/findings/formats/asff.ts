import { isIPv4 } from "node:net";
import type { AwsSecurityFinding, Resource } from "@aws-sdk/client-securityhub";
import type { Finding } from "../finding.ts";
import { clip } from "./clip.ts";
import { namedResource, partitionOf } from "./resource.ts";
import { courseOf } from "./text.ts";

/** The account and region whose Security Hub gets the findings. */
export interface SecurityHubAccount {
  accountId: string;
  region: string;
}

/** Resources that Security Hub takes of a finding. */
const mostResources = 32;

const resourceTypes = {
  "AWS::KMS::Key": "AwsKmsKey",
  "AWS::SecretsManager::Secret": "AwsSecretsManagerSecret",
  "AWS::IAM::Role": "AwsIamRole",
  "AWS::IAM::User": "AwsIamUser",
} as const;

/** ATT&CK techniques by how they begin, in the taxonomy "Types taxonomy for ASFF" of Security Hub's user guide. */
const types = [
  [/^T(1485|1486|1490)/, "Effects/Data Destruction"],
  [/^T(1537|1567)/, "Effects/Data Exfiltration"],
  [/^T(1552|1555|1528|1110|1606)/, "TTPs/Credential Access"],
  [/^T(1562|1550|1484)/, "TTPs/Defense Evasion"],
  [/^T(1098|1136)/, "TTPs/Persistence"],
  [/^T(1078)/, "TTPs/Initial Access"],
  [/^T(1580|1526|1087|1069|1619)/, "TTPs/Discovery"],
  [/^T(1530)/, "TTPs/Collection"],
] as const;

/**
 * A finding in the AWS Security Finding Format, within the lengths that "Required top-level ASFF attributes" and
 * "Optional top-level ASFF attributes" of Security Hub's user guide allow.
 *
 * @param hub where it is imported; findings of other accounts come as findings of this one, which is all that the
 *   default product may import
 */
export function toAsff(finding: Finding, hub: SecurityHubAccount): AwsSecurityFinding {
  const partition = partitionOf(hub.region);
  const ProductArn = `arn:${partition}:securityhub:${hub.region}:${hub.accountId}:product/${hub.accountId}/default`;
  const Severity = { Label: finding.severity, Original: finding.severity };
  const Types = [types.find(([pattern]) => pattern.test(finding.technique))?.[1] ?? "Unusual Behaviors"];
  const course = courseOf(finding);
  return {
    SchemaVersion: "2018-10-08",
    Id: idOf(finding.id),
    ProductArn,
    ProductName: "Rekey",
    CompanyName: "Rekey",
    GeneratorId: clip(`rekey/${finding.ruleId}`, 512),
    AwsAccountId: hub.accountId,
    Title: clip(finding.title, 256),
    Description: clip([...(course ? [course] : []), finding.why].join(" "), 1_024),
    CreatedAt: finding.firstSeen,
    UpdatedAt: finding.updatedAt,
    FirstObservedAt: finding.firstSeen,
    LastObservedAt: finding.lastSeen,
    RecordState: finding.status === "CLOSED" ? "ARCHIVED" : "ACTIVE",
    Types,
    Severity,
    // What a later revision may change: Security Hub takes it from here alone once the finding is there.
    FindingProviderFields: { Severity, Types, ...relatedTo(finding, ProductArn) },
    Resources: [...new Set([finding.entity, ...finding.resources])]
      .slice(0, mostResources)
      .map((resource) => toResource(resource, partition)),
    Remediation: { Recommendation: { Text: clip(finding.remedy, 512) } },
    Action: {
      ActionType: "AWS_API_CALL",
      AwsApiCallAction: {
        Api: clip(finding.eventName, 128),
        FirstSeen: finding.firstSeen,
        LastSeen: finding.lastSeen,
        ...(isIPv4(finding.sourceIPAddress)
          ? { CallerType: "remoteIp", RemoteIpDetails: { IpAddressV4: finding.sourceIPAddress } }
          : {}),
      },
    },
    ProductFields: productFields(finding),
  };
}

function toResource(resource: string, partition: string): Resource {
  const { type, uid } = namedResource(resource, partition);
  const [, , , region, account] = uid.split(":");
  return {
    Type: type ? resourceTypes[type] : "Other",
    Id: clip(uid, 512),
    Partition: partition === "aws-cn" || partition === "aws-us-gov" ? partition : "aws",
    ...(region && account && region.length <= 16 ? { Region: region } : {}),
  };
}

/** At the most 50, each name up to 128 and each value up to 2,048 characters. */
function productFields(finding: Finding): Record<string, string> {
  const fields = {
    accountId: finding.accountId,
    region: finding.region,
    principal: finding.principal,
    sourceIPAddress: finding.sourceIPAddress,
    userAgent: finding.userAgent,
    technique: finding.technique,
    count: String(finding.count),
    countIsAtLeast: String(finding.atLeast),
    revision: String(finding.revision),
    eventIds: finding.eventIds.join(","),
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[`rekey/${name}`, clip(value, 2_048)]] : [])),
  );
}

/** One to ten, or none at all. */
function relatedTo({ supersedes = [], supersededBy }: Finding, ProductArn: string) {
  const ids = [...(supersededBy ? [supersededBy] : []), ...supersedes].slice(0, 10);
  return ids.length > 0 ? { RelatedFindings: ids.map((id) => ({ ProductArn, Id: idOf(id) })) } : {};
}

function idOf(findingId: string): string {
  return `rekey/${findingId}`;
}
