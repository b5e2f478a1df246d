import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { type Answer, type Call, callOf, isRecorded, parseJson } from "./call.ts";
import { identifyCallers } from "./callers.ts";
import { deliverToEventBus } from "./delivery.ts";
import { writeLogFiles } from "./log-files.ts";
import { lookUpEvents } from "./lookup-events.ts";
import { mending } from "./mend.ts";
import { bodyOf, fail, type ProxiedAnswer, proxyTo } from "./proxy.ts";
import { recordsOf } from "./records-of-call.ts";
import { findResources } from "./resources.ts";

/** How many records LookupEvents can look back on. */
const remembered = 50_000;

/** Milliseconds between two log files, where there is something to write. */
const logFileEveryMs = 10_000;

/** Milliseconds that stop() gives a delivery to end. */
const patienceMs = 3_000;

/** An endpoint of AWS's APIs that leaves a trail. */
export interface TrailGateway {
  endpoint: string;
  /** The records written so far, oldest first. */
  records(): readonly CloudTrailRecord[];
  /** Waits until every call answered so far is recorded and delivered. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts a gateway in front of LocalStack that does what CloudTrail does on AWS. */
export async function startTrailGateway(options: { upstream: string; port?: number }): Promise<TrailGateway> {
  const { upstream } = options;
  const proxy = proxyTo(upstream);
  const mend = mending(upstream);
  const world = { identify: identifyCallers(upstream), find: findResources(upstream) };
  const eventBus = deliverToEventBus(upstream);
  const logFiles = writeLogFiles(upstream);
  const records: CloudTrailRecord[] = [];
  // Records are written in the order of the answers, each behind the one before.
  let writing: Promise<void> = Promise.resolve();

  const record = (call: Call, answer: Answer, at: Date) => {
    const made = recordsOf(call, answer, at, world);
    writing = writing.then(async () => {
      const written = await made.catch(() => []);
      records.push(...written);
      if (records.length > remembered) records.splice(0, records.length - remembered);
      eventBus.add(written);
      logFiles.add(written);
    });
  };

  const answerRecorded = async (request: IncomingMessage, response: ServerResponse) => {
    const at = new Date();
    const body = await bodyOf(request);
    const call = callOf(request.headers, body, request.socket.remoteAddress ?? "");
    let proxied: ProxiedAnswer | undefined;
    const forward = async (): Promise<Answer> => {
      proxied = await proxy.send(request, body);
      return answerOf(proxied);
    };
    if (!call) {
      await forward();
    } else if (call.eventName === "LookupEvents") {
      await writing;
      const answer = {
        status: 200,
        requestId: undefined,
        body: lookUpEvents(records, call.request) as Answer["body"],
      };
      record(call, { ...answer, body: {} }, at);
      return sendJson(response, answer);
    } else {
      const answer = await mend(call, forward);
      record(call, answer, at);
      if (!proxied || proxied.status !== answer.status) return sendJson(response, answer);
    }
    if (proxied) response.writeHead(proxied.status, proxied.headers).end(proxied.body);
  };

  const server = createServer((request, response) => {
    if (isRecorded(request.headers)) {
      answerRecorded(request, response).catch((error: Error) => fail(response, error));
    } else {
      proxy.stream(request, response);
    }
  });
  // RotateSecret answers only when all four phases are done.
  server.requestTimeout = 0;
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
  await listening;
  const timer = setInterval(() => void logFiles.write().catch(() => {}), logFileEveryMs);

  const flush = async () => {
    await writing;
    await eventBus.idle();
    await logFiles.write();
  };
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records: () => records,
    flush,
    stop: async () => {
      clearInterval(timer);
      await Promise.race([
        flush().catch(() => {}),
        new Promise((patient) => setTimeout(patient, patienceMs).unref()),
      ]);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      proxy.close();
    },
  };
}

function answerOf({ status, headers, body }: ProxiedAnswer): Answer {
  return {
    status,
    requestId: String(headers["x-amzn-requestid"] ?? "") || undefined,
    body: parseJson(body.toString("utf8")),
  };
}

function sendJson(response: ServerResponse, { status, body }: Answer): void {
  const type = typeof body.__type === "string" ? { "x-amzn-errortype": body.__type } : {};
  response
    .writeHead(status, { "content-type": "application/x-amz-json-1.1", ...type })
    .end(JSON.stringify(body));
}
