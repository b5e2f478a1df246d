import { describe, expect, it } from "vitest";
import { dependentsOf } from "../../../../shared/keys/dependents/index.ts";
import { startEndpoint } from "../../findings/an-endpoint.ts";
import { dependentClients } from "../dependent-clients.ts";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
const other = arn.replace("1234abcd", "99999999");

/** What RDS answers, in pages. */
const answers: Record<string, (request: URLSearchParams) => string> = {
  DescribeDBInstances: (request) =>
    request.get("Marker")
      ? `<DBInstances><DBInstance><DBInstanceArn>db:two</DBInstanceArn><KmsKeyId>${arn}</KmsKeyId></DBInstance></DBInstances>`
      : `<Marker>next</Marker><DBInstances><DBInstance><DBInstanceArn>db:one</DBInstanceArn><KmsKeyId>${other}</KmsKeyId><PerformanceInsightsKMSKeyId>${arn}</PerformanceInsightsKMSKeyId></DBInstance></DBInstances>`,
  DescribeDBClusters: () =>
    `<DBClusters><DBCluster><DBClusterArn>cluster:one</DBClusterArn><KmsKeyId>${arn}</KmsKeyId><ActivityStreamKmsKeyId>${arn}</ActivityStreamKmsKeyId></DBCluster></DBClusters>`,
  DescribeDBSnapshots: () =>
    `<DBSnapshots><DBSnapshot><DBSnapshotArn>snapshot:one</DBSnapshotArn><KmsKeyId>${arn}</KmsKeyId></DBSnapshot><DBSnapshot><DBSnapshotArn>snapshot:clear</DBSnapshotArn></DBSnapshot></DBSnapshots>`,
  DescribeDBClusterSnapshots: () =>
    `<DBClusterSnapshots><DBClusterSnapshot><DBClusterSnapshotArn>cluster-snapshot:one</DBClusterSnapshotArn><KmsKeyId>${arn}</KmsKeyId></DBClusterSnapshot></DBClusterSnapshots>`,
};

/** What LocalStack leaves out of the answers of EC2 and Lambda. */
const ec2: Record<string, string> = {
  GetEbsDefaultKmsKeyId: "<kmsKeyId>alias/prod-data</kmsKeyId>",
  DescribeSnapshots: `<snapshotSet><item><snapshotId>snap-1</snapshotId><kmsKeyId>${arn}</kmsKeyId></item><item><snapshotId>snap-2</snapshotId><kmsKeyId>${other}</kmsKeyId></item></snapshotSet>`,
};
const functions = {
  Functions: [
    { FunctionArn: "function:under-the-key", KMSKeyArn: arn, Environment: { Variables: {} } },
    { FunctionArn: "function:under-another", KMSKeyArn: other },
    { FunctionArn: "function:under-lambda's", Environment: { Variables: {} } },
  ],
};

describe("what depends on a key", () => {
  it("is found in services that LocalStack lacks, and the rest is told to be unread", async () => {
    const { settings } = await startEndpoint(({ body, headers }) => {
      const request = new URLSearchParams(body);
      const action = request.get("Action") ?? "";
      const ofEc2 = ec2[action];
      if (ofEc2) return { body: `<${action}Response>${ofEc2}</${action}Response>` };
      if (/lambda/i.test(String(headers.authorization))) return { body: JSON.stringify(functions) };
      const answer = answers[action];
      return answer
        ? {
            body: `<${action}Response><${action}Result>${answer(request)}</${action}Result></${action}Response>`,
          }
        : { status: 400, body: JSON.stringify({ __type: "AccessDeniedException" }) };
    });
    const { found, notLookedAt } = await dependentsOf(dependentClients(settings.endpoint), {
      arn,
      aliases: ["alias/prod-data"],
    });
    expect(found.map(({ kind, id, part }) => [kind, id, part])).toEqual([
      ["RDS instance", "db:one", "Performance Insights"],
      ["RDS instance", "db:two", undefined],
      ["RDS cluster", "cluster:one", undefined],
      ["RDS cluster", "cluster:one", "database activity stream"],
      ["RDS snapshot", "snapshot:one", undefined],
      ["RDS cluster snapshot", "cluster-snapshot:one", undefined],
      ["EBS snapshot", "snap-1", undefined],
      ["EBS setting", "default encryption of the Region", undefined],
      ["Lambda function", "function:under-the-key", "environment"],
    ]);
    expect(notLookedAt.map(({ what }) => what)).toEqual([
      "secrets",
      "SecureString parameters",
      "S3 buckets",
      "EBS volumes",
      "DynamoDB tables",
      "log groups",
      "SNS topics",
      "SQS queues",
      "grants of AWS services",
    ]);
  });
});
