import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request that reached an endpoint. */
export interface ReceivedRequest {
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/**
 * Starts an HTTP server that stands for an AWS service until the test is over.
 *
 * @param answer says what is answered, and with which status, 200 unless given
 */
export async function startEndpoint(
  answer: (request: ReceivedRequest) => { status?: number; body: string },
): Promise<{ settings: EndpointSettings; requests: ReceivedRequest[] }> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
    requests.push(received);
    const { status = 200, body } = answer(received);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { settings: settingsFor(`http://127.0.0.1:${port}`), requests };
}

/** What a client of such an endpoint is made with. */
export type EndpointSettings = ReturnType<typeof settingsFor>;

function settingsFor(endpoint: string) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return { endpoint, region: "eu-central-1", credentials, maxAttempts: 1 };
}
