import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { ServerCertificate } from "../../../local/certificates.ts";

/** A request as it arrived. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** What goes wrong with one request, instead of its answer; `done` says whether the API did what was asked. */
export interface Disturbance {
  done: boolean;
  answer: (response: ServerResponse) => void;
}

/** The connection breaks. */
export const cut = (response: ServerResponse): void => void response.socket?.destroy();

/** Nothing ever comes. */
export const stall = (): void => {};

/** A status, and a body that is none of the API's. */
export const status =
  (code: number, headers: Record<string, string> = {}, body = "") =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end(body);

/** A server on this machine that answers in JSON. */
export interface JsonServer {
  url: string;
  host: string;
  received: Received[];
  /** Makes something go wrong with the next request of a method and path, such as "POST /keys". */
  disturb(request: string, disturbance: Disturbance): void;
  /** What arrived of a method and path. */
  receivedOf(request: string): Received[];
  stop(): Promise<void>;
}

/**
 * Starts a server: with TLS and the certificate given, or without.
 *
 * @param act does what a request asks for, and returns the answer's status and document
 */
export async function startJsonServer(
  act: (request: Received) => [number, unknown],
  certificate?: ServerCertificate,
): Promise<JsonServer> {
  const received: Received[] = [];
  const disturbances: { request: string; disturbance: Disturbance }[] = [];

  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url: path = "", headers } = request;
    const one = { method, path, headers, body: await text(request) };
    received.push(one);
    const at = disturbances.findIndex((each) => each.request === `${method} ${path}`);
    const [found] = at < 0 ? [] : disturbances.splice(at, 1);
    if (found && !found.disturbance.done) return found.disturbance.answer(response);
    const [code, document] = act(one);
    if (found) return found.disturbance.answer(response);
    const json = document === undefined ? "" : JSON.stringify(document);
    response.writeHead(code, { "content-type": "application/json" }).end(json);
  };

  const server = certificate
    ? createTlsServer({ cert: certificate.certPem, key: certificate.keyPem }, listener)
    : createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const host = `${certificate ? "localhost" : "127.0.0.1"}:${port}`;
  return {
    url: `${certificate ? "https" : "http"}://${host}`,
    host,
    received,
    disturb: (request, disturbance) => void disturbances.push({ request, disturbance }),
    receivedOf: (request) => received.filter(({ method, path }) => `${method} ${path}` === request),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
