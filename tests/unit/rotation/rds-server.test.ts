import type { IncomingMessage, RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InvalidSecretError } from "../../../shared/rotation/errors.ts";
import { rdsServerOf } from "../../../shared/rotation/rds-server.ts";
import { listening } from "../listening.ts";

const xmlns = `xmlns="http://rds.amazonaws.com/doc/2014-10-31/"`;
const account = "arn:aws:rds:eu-central-1:000000000000";

/** What Amazon RDS answers, in the form of its API reference, to the actions of one server. */
const answers: Record<string, string> = {
  "DescribeDBInstances orders": `<DescribeDBInstancesResponse ${xmlns}><DescribeDBInstancesResult><DBInstances>
    <DBInstance><DBInstanceIdentifier>orders</DBInstanceIdentifier><Endpoint>
    <Address>orders.abcdefghijkl.eu-central-1.rds.amazonaws.com</Address><Port>5433</Port>
    </Endpoint></DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
  // An instance that is still being created has no endpoint yet.
  "DescribeDBInstances young": `<DescribeDBInstancesResponse ${xmlns}><DescribeDBInstancesResult><DBInstances>
    <DBInstance><DBInstanceIdentifier>young</DBInstanceIdentifier></DBInstance>
    </DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
  "DescribeDBClusters orders": `<DescribeDBClustersResponse ${xmlns}><DescribeDBClustersResult><DBClusters>
    <DBCluster><DBClusterIdentifier>orders</DBClusterIdentifier>
    <Endpoint>orders.cluster-abcdefghijkl.eu-central-1.rds.amazonaws.com</Endpoint><Port>3306</Port>
    </DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>`,
};

const fault = (code: string) =>
  `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`;

let asked: { what: string; region: string | undefined }[];
const respond: RequestListener = async (request, response) => {
  const query = new URLSearchParams(await text(request));
  const action = String(query.get("Action"));
  const name = query.get("DBInstanceIdentifier") ?? query.get("DBClusterIdentifier");
  asked.push({ what: `${action} ${name}`, region: regionOf(request) });
  const answer = answers[`${action} ${name}`];
  const missing = action === "DescribeDBInstances" ? "DBInstanceNotFound" : "DBClusterNotFoundFault";
  const refusal = name === "secret" ? fault("AccessDenied") : fault(missing);
  response.writeHead(answer ? 200 : name === "secret" ? 403 : 404, { "Content-Type": "text/xml" });
  response.end(answer ?? refusal);
};

beforeEach(async () => {
  asked = [];
  vi.stubEnv("AWS_ENDPOINT_URL_RDS", await listening(respond));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_REGION", "us-east-1");
});
afterEach(() => vi.unstubAllEnvs());

describe("Amazon RDS is asked, in the region of the ARN, where", () => {
  test("a DB instance is", async () => {
    expect(await rdsServerOf(`${account}:db:orders`)).toEqual({
      host: "orders.abcdefghijkl.eu-central-1.rds.amazonaws.com",
      port: 5433,
    });
    expect(asked).toEqual([{ what: "DescribeDBInstances orders", region: "eu-central-1" }]);
  });

  test("a cluster's writer is", async () => {
    expect(await rdsServerOf(`${account}:cluster:orders`)).toEqual({
      host: "orders.cluster-abcdefghijkl.eu-central-1.rds.amazonaws.com",
      port: 3306,
    });
    expect(asked).toEqual([{ what: "DescribeDBClusters orders", region: "eu-central-1" }]);
  });
});

describe("the superuser's secret is refused, with the next step, where", () => {
  test.each([
    { what: "RDS knows no such instance", arn: `${account}:db:gone` },
    { what: "RDS knows no such cluster", arn: `${account}:cluster:gone` },
    { what: "the instance has no endpoint yet", arn: `${account}:db:young` },
    { what: "the ARN is of no server", arn: `${account}:snapshot:orders` },
    { what: "the ARN is none", arn: "orders" },
  ])("$what", async ({ arn }) => {
    const refusal = await rdsServerOf(arn).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidSecretError);
    expect(refusal).toMatchObject({ field: "masterarn" });
    expect((refusal as Error).message).toContain(`Amazon RDS knows no server ${arn}`);
    expect((refusal as Error).message).toContain("Put the host into that secret.");
  });
});

test("a failure of Amazon RDS's own is told as it is", async () => {
  await expect(rdsServerOf(`${account}:db:secret`)).rejects.toMatchObject({ name: "AccessDenied" });
});

function regionOf({ headers }: IncomingMessage): string | undefined {
  return /Credential=[^/]+\/\d+\/([^/]+)\/rds\//.exec(headers.authorization ?? "")?.[1];
}
