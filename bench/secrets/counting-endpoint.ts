import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** An HTTP server on loopback in the place of Secrets Manager; it has one secret, and counts how often it is read. */
export interface CountingEndpoint {
  calls: number;
  /** A client of it, made as any other. */
  client(): SecretsManagerClient;
}

/** A secret as AWS's database secrets are. */
const SecretString = JSON.stringify({ username: "shop", password: "x".repeat(32), host: "db", port: 5432 });

/** Starts the server; it stops with the others that were started. */
export async function startCountingEndpoint(started: AsyncDisposableStack): Promise<CountingEndpoint> {
  const arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf";
  const answer = { ARN: arn, Name: "prod/db", VersionId: "1", VersionStages: ["AWSCURRENT"], SecretString };
  const server = createServer((request, response) => {
    endpoint.calls += 1;
    request.resume().on("end", () => {
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  started.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const endpoint: CountingEndpoint = {
    calls: 0,
    client: () =>
      new SecretsManagerClient({
        endpoint: `http://127.0.0.1:${port}`,
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
      }),
  };
  return endpoint;
}
