import { text } from "node:stream/consumers";
import { listening } from "../listening.ts";

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
  const endpoint = await listening(async (request, response) => {
    const received = { headers: request.headers, body: await text(request) };
    requests.push(received);
    const { status = 200, body } = answer(received);
    response.writeHead(status).end(body);
  });
  return { settings: settingsFor(endpoint), requests };
}

/** What a client of such an endpoint is made with. */
export type EndpointSettings = ReturnType<typeof settingsFor>;

function settingsFor(endpoint: string) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return { endpoint, region: "eu-central-1", credentials, maxAttempts: 1 };
}
