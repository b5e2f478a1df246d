import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../../local/mysql/index.ts";
import { EngineError } from "../../../shared/rotation/errors.ts";
import { describeMariadb } from "./servers.ts";
import { failureOf } from "./world.ts";

describeMariadb((kind) => {
  let real: RunningServer;
  let server: Server;
  let answer: (client: Socket) => void = () => {};

  beforeAll(async () => {
    real = await kind.start();
    server = createServer((client) => {
      client.on("error", () => {});
      answer(client);
    }).listen(0, "localhost");
    await once(server, "listening");
  });
  afterAll(async () => {
    server?.close();
    await real?.stop();
  });

  const credential = () =>
    kind.engine.parse({
      engine: kind.name,
      host: "localhost",
      port: (server.address() as AddressInfo).port,
      ssl: false,
      ...real.superuser,
    });

  test("a server that answers with anything makes a login fail and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        answer = (client) => client.end(bytes);
        expect(await failureOf(kind.engine.logIn(credential(), 2_000))).toBeInstanceOf(EngineError);
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  test("a server that answers with one packet of anything makes a login fail and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), async (bytes) => {
        const header = Buffer.from([bytes.length, 0, 0, 0]);
        answer = (client) => client.end(Buffer.concat([header, bytes]));
        expect(await failureOf(kind.engine.logIn(credential(), 2_000))).toBeInstanceOf(EngineError);
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test.each(["end", "resetAndDestroy"] as const)(
    "a connection that ends while TLS is negotiated (%s) is not taken for a wrong certificate",
    async (how) => {
      answer = (client) => {
        const upstream = connect(real.port, "localhost");
        let messages = 0;
        client.on("close", () => upstream.destroy());
        upstream.on("data", (bytes) => client.write(bytes));
        client.on("data", (sent) => {
          messages += 1;
          if (messages === 1) upstream.write(sent);
          else client[how]();
        });
      };
      const { port } = server.address() as AddressInfo;
      const secret = { engine: kind.name, host: "localhost", port, sslrootcert: real.caPem };
      const error = await failureOf(
        kind.engine.logIn(kind.engine.parse({ ...secret, ...real.superuser }), 2_000),
      );
      expect(error).toMatchObject({ name: "HostUnreachableError", code: "connect" });
    },
  );

  test("a real server whose answers are changed on the way makes a login fail or succeed, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 0, max: 255 }),
        async (message, at, value) => {
          answer = (client) => {
            const upstream = connect(real.port, "localhost");
            let messages = 0;
            upstream.on("error", () => client.destroy());
            client.on("close", () => upstream.destroy());
            client.on("data", (sent) => upstream.write(sent));
            upstream.on("close", () => client.destroy());
            upstream.on("data", (bytes) => {
              if (messages === message && at < bytes.length) bytes[at] = value;
              messages += 1;
              client.write(bytes);
            });
          };
          const failure = await kind.engine.logIn(credential(), 1_000).catch((error: unknown) => error);
          if (failure !== undefined) expect(failure).toBeInstanceOf(EngineError);
        },
      ),
      { numRuns: 200 },
    );
  }, 300_000);
});
