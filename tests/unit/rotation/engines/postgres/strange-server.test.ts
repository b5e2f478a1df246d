import { type AddressInfo, createServer, type Server } from "node:net";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { postgres } from "../../../../../shared/rotation/engines/postgres/engine.ts";
import { EngineError } from "../../../../../shared/rotation/errors.ts";

let server: Server | undefined;

afterEach(() => server?.close());

/** Logs in at a server that answers whatever it is sent with the same bytes, then hangs up. */
async function logInAt(answer: Uint8Array): Promise<unknown> {
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(answer));
  });
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await listening;
  const { port } = server.address() as AddressInfo;
  const credential = postgres.parse({
    engine: "postgres",
    host: "127.0.0.1",
    port,
    username: "app",
    password: "canary-2b91",
    ssl: false,
  });
  const failure = await postgres.logIn(credential, 2_000).catch((error: unknown) => error);
  server.close();
  return failure;
}

/** A message of the server's: its type, its length and what it holds. */
function message(type: string, content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

test("a way to log in that the driver does not have, as Redshift's with SHA-256, is told as that", async () => {
  const known = [0, 3, 5, 10, 11, 12];
  const request = fc
    .tuple(
      fc.nat({ max: 255 }).filter((code) => !known.includes(code)),
      fc.uint8Array({ maxLength: 60 }),
    )
    .map(([code, content]) => message("R", Buffer.concat([Buffer.from([0, 0, 0, code]), content])));
  await fc.assert(
    fc.asyncProperty(request, async (bytes) => {
      const failure = await logInAt(bytes);
      expect(failure).toBeInstanceOf(EngineError);
      expect((failure as EngineError).message).toContain("a way to log in that the driver does not have");
    }),
  );
});
