import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request that reached the webhook. */
export interface Posted {
  method: string | undefined;
  path: string | undefined;
  type: string | undefined;
  body: string;
}

/**
 * Starts an HTTP server that stands for a chat's webhook until the test is over.
 *
 * @param answer writes the answer, or does not
 */
export async function startWebhook(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ url: string; posted: Posted[] }> {
  const posted: Posted[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    posted.push({
      method: request.method,
      path: request.url,
      type: request.headers["content-type"],
      body: Buffer.concat(chunks).toString("utf8"),
    });
    answer(response, request);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/services/T0/B0/c4n4ry`, posted };
}
