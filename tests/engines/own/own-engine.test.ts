import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkout } from "../../../local/checkout.ts";
import { AuthenticationError, type Engine, PasswordRejectedError } from "../../../shared/rotation/index.ts";

const folderOfTries = path.join(checkout, ".local", "own-engine");

let folder: string;
let engine: Engine;
let password = "first";
// The service of the page: it knows one account.
const server = createServer(async (request, response) => {
  const given = Buffer.from(request.headers.authorization?.slice(6) ?? "", "base64").toString("utf8");
  if (given !== `shop:${password}`) return response.writeHead(401).end();
  if (request.method === "GET") return response.writeHead(200).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const wanted = JSON.parse(Buffer.concat(chunks).toString("utf8")).password;
  if (wanted.length < 8) return response.writeHead(422).end();
  password = wanted;
  return response.writeHead(204).end();
});
let fields: Record<string, unknown>;

beforeAll(async () => {
  const page = await readFile(path.join(checkout, "docs/own-engine.md"), "utf8");
  const code = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  await mkdir(folderOfTries, { recursive: true });
  folder = await mkdtemp(path.join(folderOfTries, "try-"));
  const file = path.join(folder, "shop-api.ts");
  await writeFile(file, code.replaceAll('"../../shared/', '"../../../shared/'));
  engine = (await import(pathToFileURL(file).href)).shopApi;
  server.listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fields = { engine: "shop-api", url, username: "shop", password };
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the engine that the documentation shows", () => {
  it("makes, sets and proves a new password, and says what is wrong", async () => {
    const world = {
      newPassword: async () => "the second one",
      versionId: "c2b1f8c0-6f0e-4c58-9d9b-1b9b3c2f7a11",
      labelled: async () => [],
      timeoutMs: 5_000,
    };
    const current = engine.parse(fields);
    const next = engine.parse(await engine.next(fields, "shop", world));
    await engine.singleUser?.set(current, next, 5_000);
    await engine.logIn(next, 5_000);
    await expect(engine.logIn(current, 5_000)).rejects.toThrow(AuthenticationError);
    const short = engine.parse({ ...fields, password: "short" });
    await expect(engine.singleUser?.set(next, short, 5_000)).rejects.toThrow(PasswordRejectedError);
    expect(() => engine.parse({ ...fields, url: undefined })).toThrow('"url"');
  });
});
