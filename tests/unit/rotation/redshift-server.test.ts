import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InvalidSecretError } from "../../../shared/rotation/errors.ts";
import { managedServerOf } from "../../../shared/rotation/managed-server.ts";
import { listening } from "../listening.ts";

const xmlns = `xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"`;
const cluster = "arn:aws:redshift:eu-central-1:000000000000:cluster";
const namespace = "arn:aws:redshift-serverless:eu-central-1:000000000000:namespace";

/** What Amazon Redshift answers, in the form of its API reference. */
const clusters: Record<string, string> = {
  orders: `<DescribeClustersResponse ${xmlns}><DescribeClustersResult><Clusters><Cluster>
    <ClusterIdentifier>orders</ClusterIdentifier><Endpoint>
    <Address>orders.abcdefghijkl.eu-central-1.redshift.amazonaws.com</Address><Port>5439</Port>
    </Endpoint></Cluster></Clusters></DescribeClustersResult></DescribeClustersResponse>`,
  // A cluster that is still being created has no endpoint yet.
  young: `<DescribeClustersResponse ${xmlns}><DescribeClustersResult><Clusters><Cluster>
    <ClusterIdentifier>young</ClusterIdentifier></Cluster></Clusters></DescribeClustersResult></DescribeClustersResponse>`,
};
const fault = (code: string) =>
  `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`;

/** Pages of what Amazon Redshift Serverless lists; the second is asked for by the token of the first. */
const lists: Record<string, object[]> = {
  ListNamespaces: [
    { nextToken: "1", namespaces: [{ namespaceArn: `${namespace}/1111`, namespaceName: "other" }] },
    {
      namespaces: [
        { namespaceArn: `${namespace}/2222`, namespaceName: "sales" },
        { namespaceArn: `${namespace}/3333`, namespaceName: "without-workgroup" },
      ],
    },
  ],
  ListWorkgroups: [
    {
      nextToken: "1",
      workgroups: [{ namespaceName: "other", endpoint: { address: "other.example.com", port: 5439 } }],
    },
    { workgroups: [{ namespaceName: "sales", endpoint: { address: "sales.example.com", port: 5440 } }] },
  ],
};

let regions: (string | undefined)[];
const respond: RequestListener = async (request, response) => {
  const body = await text(request);
  regions.push(/Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "")?.[1]);
  const list = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
  if (lists[list]) {
    const page = Number(JSON.parse(body).nextToken ?? 0);
    response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(lists[list][page]));
    return;
  }
  const name = String(new URLSearchParams(body).get("ClusterIdentifier"));
  const refusal = name === "secret" ? fault("AccessDenied") : fault("ClusterNotFound");
  response.writeHead(clusters[name] ? 200 : 404, { "Content-Type": "text/xml" });
  response.end(clusters[name] ?? refusal);
};

beforeEach(async () => {
  regions = [];
  vi.stubEnv("AWS_ENDPOINT_URL", await listening(respond));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_REGION", "us-east-1");
});
afterEach(() => vi.unstubAllEnvs());

describe("Amazon Redshift is asked, in the region of the ARN, where", () => {
  test("a cluster is", async () => {
    const host = "orders.abcdefghijkl.eu-central-1.redshift.amazonaws.com";
    expect(await managedServerOf(`${cluster}:orders`)).toEqual({ host, port: 5439 });
    expect(regions).toEqual(["eu-central-1"]);
  });

  test("the workgroup of a serverless namespace is, on whatever page of the lists", async () => {
    expect(await managedServerOf(`${namespace}/2222`)).toEqual({ host: "sales.example.com", port: 5440 });
    expect(new Set(regions)).toEqual(new Set(["eu-central-1"]));
  });
});

describe("the superuser's secret is refused, with the next step, where", () => {
  test.each([
    { what: "Redshift knows no such cluster", arn: `${cluster}:gone` },
    { what: "the cluster has no endpoint yet", arn: `${cluster}:young` },
    { what: "Redshift knows no such namespace", arn: `${namespace}/4444` },
    { what: "no workgroup serves the namespace", arn: `${namespace}/3333` },
    { what: "the ARN is of no server", arn: "arn:aws:redshift:eu-central-1:000000000000:snapshot:orders" },
  ])("$what", async ({ arn }) => {
    const refusal = await managedServerOf(arn).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidSecretError);
    expect(refusal).toMatchObject({ field: "masterarn" });
    expect((refusal as Error).message).toContain(`Amazon Redshift knows no server ${arn}`);
    expect((refusal as Error).message).toContain("Make another superuser");
  });
});

test("a failure of Amazon Redshift's own is told as it is", async () => {
  await expect(managedServerOf(`${cluster}:secret`)).rejects.toMatchObject({ name: "AccessDenied" });
});
