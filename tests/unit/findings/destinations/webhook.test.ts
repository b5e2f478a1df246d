import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DeliveryError,
  postToWebhook,
  slackHosts,
  teamsHosts,
  type WebhookOptions,
  waitBefore,
} from "../../../../shared/findings/index.ts";
import { startWebhook } from "./a-webhook.ts";

const now = new Date("2026-03-01T12:00:00Z");

const post = (url: string, cares: Partial<WebhookOptions> = {}) =>
  postToWebhook(
    url,
    { text: "a message" },
    { name: "Slack", hosts: ["127.0.0.1"], timeoutMs: 5_000, now: () => now, ...cares },
  );

/** The error that a delivery ends in. */
async function failure(posting: Promise<void>): Promise<DeliveryError> {
  const error = await posting.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe("a webhook", () => {
  it("gets the message as JSON", async () => {
    const { url, posted } = await startWebhook((response) => response.end("ok"));
    await post(url);
    expect(posted).toEqual([
      {
        method: "POST",
        path: "/services/T0/B0/c4n4ry",
        type: "application/json",
        body: '{"text":"a message"}',
      },
    ]);
  });

  it("takes its URL with a line break at its end, as editors leave one", async () => {
    const { url, posted } = await startWebhook((response) => response.end("ok"));
    await post(`${url}\n`);
    expect(posted).toHaveLength(1);
  });

  it("that accepts without an answer, as Workflows do, has got it", async () => {
    const { url } = await startWebhook((response) => response.writeHead(202).end());
    await post(url);
  });

  it.each([
    [{ "retry-after": "30" }, 30],
    [{ "retry-after": "Sun, 01 Mar 2026 12:01:30 GMT" }, 90],
    [{ "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ] as const)("that has too much to do is asked again when it says: %o", async (headers, seconds) => {
    const { url } = await startWebhook((response) => response.writeHead(429, headers).end("rate limited"));
    const error = await failure(post(url));
    expect(error.message).toContain("status 429");
    expect(error.retryAfterSeconds).toBe(seconds);
  });

  it.each([500, 503, 400, 404, 410])("that answers with %d has not got it", async (status) => {
    const { url } = await startWebhook((response) => response.writeHead(status).end("c4n4ry"));
    expect((await failure(post(url))).message).toContain(`Slack answered with status ${status}.`);
  });

  it("that stalls is given up in time", async () => {
    const { url } = await startWebhook(() => undefined);
    expect((await failure(post(url, { timeoutMs: 100 }))).message).toContain("it took too long");
  });

  it("that cuts the connection has not got it", async () => {
    const { url } = await startWebhook((_, request) => request.socket.destroy());
    expect((await failure(post(url))).message).toContain("Slack did not answer: ");
  });

  it("that is not there has not got it", async () => {
    expect((await failure(post("http://127.0.0.1:1/c4n4ry"))).message).toContain("did not answer");
  });

  it("is not followed to another address", async () => {
    const elsewhere = await startWebhook((response) => response.end("ok"));
    const { url } = await startWebhook((response) =>
      response.writeHead(307, { location: elsewhere.url }).end(),
    );
    expect((await failure(post(url))).message).toContain("status 307");
    expect(elsewhere.posted).toEqual([]);
  });

  it.each([
    ["http://hooks.slack.com/services/c4n4ry", "not of https"],
    ["https://hooks.slack.com.evil.example/c4n4ry", "another host"],
    ["https://evil.example/hooks.slack.com/c4n4ry", "another host"],
    ["https://hooks.slack.com@evil.example/c4n4ry", "another host"],
    ["https://evilhooks.slack.com/c4n4ry", "another host"],
    ["https://169.254.169.254/c4n4ry", "another host"],
    ["http://127.0.0.1/c4n4ry", "another host"],
    ["https://hooks.slack.com:8443/c4n4ry", "a port or a user"],
    ["https://user:c4n4ry@hooks.slack.com/x", "a port or a user"],
    ["file:///etc/c4n4ry", "another host"],
    ["c4n4ry", "no URL"],
    ["", "no URL"],
  ])("of Slack is not asked at %s", async (url, reason) => {
    expect((await failure(post(url, { hosts: slackHosts }))).message).toContain(reason);
  });

  it.each([
    ["https://evillogic.azure.com/c4n4ry", "another host"],
    ["https://logic.azure.com/c4n4ry", "another host"],
    ["https://prod-1.westeurope.logic.azure.com.evil.example/c4n4ry", "another host"],
    ["http://prod-1.westeurope.logic.azure.com/c4n4ry", "not of https"],
  ])("of Teams is not asked at %s", async (url, reason) => {
    expect((await failure(post(url, { name: "Teams", hosts: teamsHosts }))).message).toContain(reason);
  });

  it("is named nowhere in what goes wrong with it", async () => {
    const { url } = await startWebhook((response) => response.writeHead(500).end("c4n4ry"));
    const cut = await startWebhook((_, request) => request.socket.destroy());
    const all = [url, cut.url, "http://127.0.0.1:1/c4n4ry", "https://evil.example/c4n4ry", "http://[c4n4ry"];
    for (const bad of all) {
      const error = await failure(post(bad));
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("c4n4ry");
    }
  });
});

describe("the wait before another attempt", () => {
  const error = new Error("of any kind");

  it("is as long as the destination says, whatever the attempt", () => {
    expect(waitBefore(new DeliveryError("busy", 77), 6, 30, 0.5)).toBe(77);
    expect(waitBefore(new DeliveryError("busy", 0), 1, 30, 0.5)).toBe(1);
  });

  it("doubles each time until a quarter of an hour", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((attempt) => waitBefore(error, attempt, 30, 0.5));
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
  });

  it("is one that SQS can keep, by chance longer or shorter", () => {
    fc.assert(
      fc.property(
        fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: undefined }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seconds, attempt, random) => {
          const wait = waitBefore(new DeliveryError("busy", seconds), attempt, 30, random);
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(1);
          expect(wait).toBeLessThanOrEqual(43_200);
        },
      ),
    );
  });
});
