import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { type Answer, answerOf } from "./answer.ts";
import { type Call, callOf, isRecorded } from "./call.ts";
import { identifyCallers } from "./callers.ts";
import { deliverToEventBus } from "./delivery.ts";
import { writeLogFiles } from "./log-files.ts";
import { lookUpEvents } from "./lookup-events.ts";
import { mending } from "./mend.ts";
import { bodyOf, fail, type ProxiedAnswer, proxyTo } from "./proxy.ts";
import { type AnsweredCall, recordsOf } from "./records-of-call.ts";
import { findResources } from "./resources.ts";
import { keyBefore } from "./resources-of-call.ts";

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

  const record = (answered: Omit<AnsweredCall, "answeredAt">) => {
    const made = recordsOf({ ...answered, answeredAt: new Date() }, world);
    writing = writing.then(async () => {
      const written = await made.catch(() => []);
      records.push(...written);
      if (records.length > remembered) records.splice(0, records.length - remembered);
      eventBus.add(written);
      logFiles.add(written);
    });
  };

  const answer = async (call: Call, forward: () => Promise<Answer>): Promise<Answer> => {
    if (call.eventSource !== "cloudtrail.amazonaws.com" || call.eventName !== "LookupEvents") {
      return mend(call, forward);
    }
    await writing;
    return lookUpEvents(records, call.request);
  };

  const answerRecorded = async (request: IncomingMessage, response: ServerResponse) => {
    const calledAt = new Date();
    const body = await bodyOf(request);
    const call = callOf(request, body, request.socket.remoteAddress ?? "");
    let proxied: ProxiedAnswer | undefined;
    let forwarded: Answer | undefined;
    const forward = async (): Promise<Answer> => {
      proxied = await proxy.send(request, body);
      forwarded = answerOf(proxied);
      return forwarded;
    };
    if (!call) {
      await forward();
    } else {
      const before = await keyBefore(call, world.find);
      const answered = await answer(call, forward);
      record({ call, answer: answered, calledAt, keyBefore: before });
      if (answered.body !== forwarded?.body) return sendJson(response, answered);
    }
    if (proxied) response.writeHead(proxied.status, proxied.headers).end(proxied.body);
  };

  const server = createServer((request, response) => {
    if (isRecorded(request)) {
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

function sendJson(response: ServerResponse, { status, body }: Answer): void {
  const type = typeof body.__type === "string" ? { "x-amzn-errortype": body.__type } : {};
  response
    .writeHead(status, { "content-type": "application/x-amz-json-1.1", ...type })
    .end(JSON.stringify(body));
}
