import { connect } from "node:net";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTrailGateway } from "../../../../local/trail-gateway/index.ts";
import { type ReceivedRequest, startEndpoint } from "../../findings/an-endpoint.ts";
import { keyArn } from "./a-call.ts";

const identity =
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/alice</Arn>" +
  "<UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

/** Answers as LocalStack would to the few calls that these tests lead to. */
function upstream({ headers, body }: ReceivedRequest): { status?: number; body: string } {
  if (body.includes("Action=GetCallerIdentity")) return { body: identity };
  switch (headers["x-amz-target"]) {
    case "TrentService.DescribeKey":
      return { body: JSON.stringify({ KeyMetadata: { Arn: keyArn } }) };
    case "secretsmanager.GetSecretValue":
      return { status: 400, body: JSON.stringify({ __type: "ResourceNotFoundException", message: "no" }) };
    default:
      return { body: "{}" };
  }
}

async function start() {
  const { settings, requests } = await startEndpoint(upstream);
  const gateway = await startTrailGateway({ upstream: settings.endpoint });
  onTestFinished(() => gateway.stop());
  return { gateway, requests, settings: { ...settings, endpoint: gateway.endpoint } };
}

/** Sends bytes to a port, and waits until the other side hangs up. */
async function sendRaw(endpoint: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(endpoint).port), "127.0.0.1");
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  socket.on("close", () => resolve(answer)).on("error", () => resolve(answer));
  socket.end(bytes);
  return promise;
}

describe("the trail gateway", () => {
  it("passes a call on, records it, and answers LookupEvents from what it recorded", async () => {
    const { gateway, settings } = await start();
    await new KMSClient(settings).send(new DisableKeyCommand({ KeyId: "alias/payroll" }));
    const { Events } = await new CloudTrailClient(settings).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: keyArn }],
      }),
    );
    expect(Events).toHaveLength(1);
    const record = JSON.parse(Events?.[0]?.CloudTrailEvent ?? "");
    expect(record).toEqual(gateway.records()[0]);
    expect(record).toMatchObject({
      eventName: "DisableKey",
      userIdentity: { type: "IAMUser", userName: "alice" },
      requestParameters: { keyId: "alias/payroll" },
      sourceIPAddress: "127.0.0.1",
      userAgent: expect.stringContaining("aws-sdk-js"),
    });
  });

  it("puts every record on the event bus", async () => {
    const { gateway, requests, settings } = await start();
    await new KMSClient(settings).send(new DisableKeyCommand({ KeyId: keyArn }));
    await gateway.flush();
    const puts = requests.filter(({ headers }) => headers["x-amz-target"] === "AWSEvents.PutEvents");
    const details = puts.flatMap(({ body }) =>
      (JSON.parse(body) as { Entries: { Detail: string }[] }).Entries.map(({ Detail }) => JSON.parse(Detail)),
    );
    expect(details).toEqual(gateway.records());
  });

  it("gives the caller the service's own error, and records it", async () => {
    const { gateway, settings } = await start();
    const reading = new SecretsManagerClient(settings).send(
      new GetSecretValueCommand({ SecretId: "nowhere" }),
    );
    await expect(reading).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await gateway.flush();
    expect(gateway.records()).toMatchObject([
      { eventName: "GetSecretValue", errorCode: "ResourceNotFoundException", responseElements: null },
    ]);
  });

  it("refuses a wrong LookupEvents with the API's error", async () => {
    const { settings } = await start();
    const asking = new CloudTrailClient(settings).send(new LookupEventsCommand({ MaxResults: 51 }));
    await expect(asking).rejects.toMatchObject({ name: "InvalidMaxResultsException" });
  });

  it("lives on after requests that nobody can understand", async () => {
    const { gateway, settings } = await start();
    const post = (headers: string, body: string) =>
      `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const malformed = [
      "\u0000\u0001\u0002\r\n\r\n",
      "GET",
      post("X-Amz-Target: TrentService.Decrypt", "{"),
      post("X-Amz-Target: TrentService.", "[]"),
      post("X-Amz-Target: CloudTrail_20131101.LookupEvents", '{"MaxResults":"many"}'),
      post("X-Amz-Target: secretsmanager.BatchGetSecretValue", "null"),
      post("Authorization: AWS4-HMAC-SHA256 Credential=a/1/b/sts/aws4_request", "Action=%E0%A4%A"),
      post("Authorization: \u00ff\u00fe", ""),
      `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: TrentService.Decrypt\r\nContent-Length: 999\r\n\r\n{}`,
    ];
    for (const bytes of malformed) await sendRaw(gateway.endpoint, bytes);
    await new KMSClient(settings).send(new DisableKeyCommand({ KeyId: keyArn }));
    await gateway.flush();
    expect(gateway.records().at(-1)?.eventName).toBe("DisableKey");
  });

  it("says so where LocalStack does not answer", async () => {
    const gateway = await startTrailGateway({ upstream: "http://127.0.0.1:1" });
    onTestFinished(() => gateway.stop());
    const kms = new KMSClient({
      endpoint: gateway.endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
    await expect(kms.send(new DisableKeyCommand({ KeyId: keyArn }))).rejects.toThrow(
      "LocalStack did not answer",
    );
    expect(gateway.records()).toEqual([]);
  });
});
