import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listening } from "../../listening.ts";

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
  const endpoint = await listening(async (request, response) => {
    posted.push({
      method: request.method,
      path: request.url,
      type: request.headers["content-type"],
      body: await text(request),
    });
    answer(response, request);
  });
  return { url: `${endpoint}/services/T0/B0/c4n4ry`, posted };
}
