import { randomBytes } from "node:crypto";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { decryptFile, encryptFile } from "../../shared/envelope/index.ts";
import { peakMb } from "../rotation/peak-memory.ts";
import { fileKeys, type MessageWay, messageWays, type StreamWay, streamWays } from "./ways.ts";

/** Measures one way in a process of its own, and prints the figures: `process.ts stream|message|file WAY MB`. */
const [kind = "", name = "", size = ""] = process.argv.slice(2);
const megabyte = 1_048_576;
const bytes = Number(size) * megabyte;
const pieceLength = 65_536;

switch (kind) {
  case "stream":
    print(await measureStream(known<StreamWay>(streamWays)));
    break;
  case "message":
    print(await measureMessages(known<MessageWay>(messageWays)));
    break;
  default:
    print(await measureFile());
}

function known<T>(ways: Record<string, T>): T {
  const way = new Map(Object.entries(ways)).get(name);
  if (!way) throw new Error(`There is no way ${name}.`);
  return way;
}

/** Seconds of the processor, of all threads: what others do on the machine is not in it. */
async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function measureStream(way: StreamWay): Promise<object> {
  const plaintext = randomBytes(bytes);
  const message: Buffer[] = [];
  const keep = () => collector((part) => void message.push(part));
  const drop = () => collector(() => {});
  // Once before: the code is compiled as it would be after the first megabytes of a longer stream.
  await pipeline(pieces([plaintext]), way.encrypt(), keep());
  await pipeline(pieces(message), way.decrypt(), drop());
  return {
    encryptSeconds: await cpuSeconds(() => pipeline(pieces([plaintext]), way.encrypt(), drop())),
    decryptSeconds: await cpuSeconds(() => pipeline(pieces(message), way.decrypt(), drop())),
  };
}

/** As a file or a connection gives them. */
function pieces(parts: readonly Buffer[]): Readable {
  function* cut() {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += pieceLength) yield part.subarray(at, at + pieceLength);
    }
  }
  return Readable.from(cut(), { objectMode: false });
}

function collector(take: (part: Buffer) => void): Writable {
  return new Writable({
    write(part, _encoding, done) {
      take(part);
      done();
    },
  });
}

async function measureMessages(way: MessageWay): Promise<object> {
  const count = 2_000;
  const plaintext = randomBytes(1_024);
  const message = await way.encrypt(plaintext);
  const repeat = async (work: () => Promise<unknown>) => {
    for (let done = 0; done < count; done += 1) await work();
  };
  await repeat(async () => way.decrypt(await way.encrypt(plaintext)));
  return {
    encryptSeconds: (await cpuSeconds(() => repeat(() => way.encrypt(plaintext)))) / count,
    decryptSeconds: (await cpuSeconds(() => repeat(() => way.decrypt(message)))) / count,
  };
}

async function measureFile(): Promise<object> {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-bench-"));
  const at = (file: string) => path.join(folder, file);
  const context = { app: "bench" };
  try {
    await writeFile(at("plain"), "");
    await truncate(at("plain"), bytes);
    await encryptFile(fileKeys, at("plain"), at("secret"), { context });
    await decryptFile(fileKeys, at("secret"), at("back"), { context });
    return { peakMb: await peakMb(process.pid) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(figures: object): void {
  process.stdout.write(JSON.stringify(figures));
}
