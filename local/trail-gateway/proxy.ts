import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from "node:http";

/** Passes requests on to LocalStack over connections that are kept open. */
export interface Proxy {
  /** Passes a request on as it comes and its answer back as it comes. */
  stream(request: IncomingMessage, response: ServerResponse): void;
  /** Sends a request whose body is known, and reads the whole answer. */
  send(request: IncomingMessage, body: Buffer): Promise<ProxiedAnswer>;
  close(): void;
}

/** An answer read to its end. */
export interface ProxiedAnswer {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** Makes a proxy to an upstream endpoint. */
export function proxyTo(upstream: string): Proxy {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const optionsFor = ({ method, url, headers }: IncomingMessage): RequestOptions => ({
    agent,
    hostname,
    port,
    ...(method ? { method } : {}),
    ...(url ? { path: url } : {}),
    headers,
  });
  return {
    stream: (request, response) => {
      const onward = httpRequest(optionsFor(request), (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", (error) => fail(response, error));
      response.on("close", () => onward.destroy());
      request.pipe(onward);
    },
    send: (request, body) => {
      const { promise, resolve, reject } = Promise.withResolvers<ProxiedAnswer>();
      const onward = httpRequest(optionsFor(request), (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      onward.on("error", reject);
      onward.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}

/** Reads a request's body to its end. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Tells the caller that LocalStack did not answer. */
export function fail(response: ServerResponse, error: Error): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "content-type": "application/x-amz-json-1.1" });
  response.end(
    JSON.stringify({ __type: "ServiceUnavailable", message: `LocalStack did not answer: ${error.message}` }),
  );
}
