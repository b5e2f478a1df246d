import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../../../local/wait-for.ts";
import { newKey } from "./kms.ts";
import { rekey, startRekey } from "./run-rekey.ts";

const context = ["--context", "app=payments"];
let cwd = "";
let key = { arn: "", alias: "", keyId: "" };
let other = key;
const at = (...names: string[]) => path.join(cwd, ...names);
const run = (...args: string[]) => rekey(args, { cwd });
const encrypt = (...args: string[]) => run("encrypt", ...args, "--key", key.alias, ...context);

beforeAll(async () => {
  [key, other] = [await newKey(), await newKey()];
});
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), "rekey-tests-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

describe("a file", () => {
  it("is encrypted beside itself, looked at, and decrypted, and a line says so", async () => {
    const plaintext = randomBytes(2_500_000);
    await writeFile(at("data.bin"), plaintext);
    await chmod(at("data.bin"), 0o640);
    const encrypted = await encrypt("data.bin");
    expect({ ...encrypted, stdout: encrypted.stdout.toString() }).toEqual({
      code: 0,
      stdout: "data.bin -> data.bin.encrypted\n",
      stderr: "",
    });
    const looked = await run("inspect", "data.bin.encrypted");
    expect(looked.stdout.toString()).toContain(key.arn);
    expect(looked.stdout.toString()).toContain("app=payments");
    await rm(at("data.bin"));
    expect((await run("decrypt", "data.bin.encrypted", ...context)).code).toBe(0);
    expect(await readFile(at("data.bin"))).toEqual(plaintext);
    expect((await stat(at("data.bin"))).mode & 0o777).toBe(0o640);
  });

  it("shows what it says without control characters", async () => {
    await writeFile(at("a"), "");
    await encrypt("a", "--context", "note=a\u001b[2Jb");
    expect((await run("inspect", "a.encrypted")).stdout.toString()).toContain("note=a?[2Jb");
  });

  it("is not replaced without --force", async () => {
    await writeFile(at("a"), "new");
    await writeFile(at("a.encrypted"), "old");
    const refused = await encrypt("a");
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("a.encrypted is there already"),
    });
    expect(await readFile(at("a.encrypted"), "utf8")).toBe("old");
    expect((await encrypt("a", "--force")).code).toBe(0);
    const { stdout } = await run("decrypt", "a.encrypted", "-o", "-", ...context);
    expect(stdout.toString()).toBe("new");
  });

  it.each([
    [
      "of another context",
      (message: Buffer) => message,
      ["--context", "app=orders"],
      "EncryptionContextError",
      1,
    ],
    ["cut", (message: Buffer) => message.subarray(0, -1), context, "TruncatedMessageError", 1],
    [
      "altered",
      (message: Buffer) => Buffer.concat([message.subarray(0, -1), Buffer.from([0, 0])]),
      context,
      "DamagedMessageError",
      1,
    ],
    ["not encrypted", () => Buffer.from("plain"), context, "UnknownFormatError", 1],
    [
      "of another key",
      (message: Buffer) => message,
      [...context, "--key", "alias/of-nothing"],
      "KeyUnavailableError",
      2,
    ],
    [
      "of another account",
      (message: Buffer) => message,
      [...context, "--account", "222222222222"],
      "KeyUnavailableError",
      2,
    ],
  ])("%s ends with its error and no output", async (_, alter, args, name, code) => {
    await writeFile(at("a"), "content");
    await encrypt("a");
    await rm(at("a"));
    await writeFile(at("a.encrypted"), alter(await readFile(at("a.encrypted"))));
    const refused = await run("decrypt", "a.encrypted", ...args, "--json");
    expect(refused.code).toBe(code);
    expect(JSON.parse(refused.stdout.toString())).toMatchObject([
      { from: "a.encrypted", to: "a", error: { name } },
    ]);
    expect(await readdir(cwd)).toEqual(["a.encrypted"]);
  });

  it("is encrypted anew under another key in its place", async () => {
    await writeFile(at("a"), "content");
    await encrypt("a", "--context", "purpose=invoices");
    expect((await run("reencrypt", "a.encrypted", "--key", other.alias, ...context)).code).toBe(0);
    const [found] = JSON.parse((await run("inspect", "a.encrypted", "--json")).stdout.toString());
    expect(found).toMatchObject({
      keys: [{ provider: "aws-kms", key: other.arn }],
      context: { app: "payments", purpose: "invoices" },
      isSigned: false,
    });
    const { stdout } = await run("decrypt", "a.encrypted", "-o", "-", "--key", other.arn, ...context);
    expect(stdout.toString()).toBe("content");
  });
});

describe("a stream", () => {
  it.each([[], ["--signed"]])("goes through standard input and output %s", async (...signed) => {
    const input = randomBytes(1_500_000);
    const encrypted = await rekey(["encrypt", "-", "--key", key.arn, ...context, ...signed], { cwd, input });
    expect(encrypted).toMatchObject({ code: 0, stderr: "" });
    const decrypted = await rekey(["decrypt", "-", ...context], { cwd, input: encrypted.stdout });
    expect(decrypted).toMatchObject({ code: 0, stderr: "" });
    expect(decrypted.stdout.equals(input)).toBe(true);
  });

  it("that is cut ends with 1: all of it withheld if it is signed, whole frames released if not", async () => {
    for (const [signed, released] of [
      [["--signed"], 0],
      [[], 1_048_576],
    ] as const) {
      const input = randomBytes(1_500_000);
      const { stdout } = await rekey(["encrypt", "-", "--key", key.arn, ...context, ...signed], {
        cwd,
        input,
      });
      const cut = await rekey(["decrypt", "-", ...context], { cwd, input: stdout.subarray(0, -1) });
      expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining("ends too early") });
      expect(cut.stdout).toHaveLength(released);
    }
  });
});

describe("a folder", () => {
  it("keeps its layout, is not encrypted twice, and the files that fail do not stop the others", async () => {
    await mkdir(at("in", "deep"), { recursive: true });
    await writeFile(at("in", "a"), "A");
    await writeFile(at("in", "deep", "b"), "B");
    expect((await encrypt("in")).stderr).toContain("--recursive");
    expect((await encrypt("in", "-r")).code).toBe(0);
    expect((await encrypt("in", "-r", "--force")).code).toBe(0);
    expect((await readdir(at("in"), { recursive: true })).toSorted()).toEqual([
      "a",
      "a.encrypted",
      "deep",
      "deep/b",
      "deep/b.encrypted",
    ]);
    await writeFile(at("in", "a.encrypted"), "not any more");
    const decrypted = await run("decrypt", "in", "-r", "-o", "out", ...context);
    expect(decrypted).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("in/a.encrypted: This is not a message"),
    });
    expect(await readdir(at("out"), { recursive: true })).toEqual(["deep", "deep/b"]);
    expect(await readFile(at("out", "deep", "b"), "utf8")).toBe("B");
  });
});

describe("wrong arguments", () => {
  it.each([
    ["no context", ["encrypt", "a", "--key", "alias/x"], "--context"],
    ["no key", ["encrypt", "a", ...context], "--key"],
    ["a pair that is none", ["encrypt", "a", "--key", "alias/x", "--context", "app"], "key=value"],
    ["no such file", ["encrypt", "a", "--key", "alias/x", ...context], "ENOENT"],
    ["standard input beside others", ["encrypt", "-", "a", "--key", "alias/x", ...context], "alone"],
    [
      "JSON and data both on standard output",
      ["encrypt", "-", "--json", "--key", "alias/x", ...context],
      "--output",
    ],
    ["keys and accounts", ["decrypt", "-", "--key", "alias/x", "--account", "1", ...context], "not both"],
  ])("end with 2 and say why: %s", async (_, args, words) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });
});

it("an interruption leaves no part of an output", async () => {
  const program = startRekey(["encrypt", "-", "-o", "out", "--key", key.arn, ...context], cwd);
  program.stdin.write(randomBytes(100));
  await waitFor(async () => (await readdir(cwd))[0], {
    what: "the temporary file",
    seconds: 30,
    everyMs: 50,
  });
  program.kill("SIGINT");
  const [code] = await once(program, "close");
  expect(code).toBe(130);
  expect(await readdir(cwd)).toEqual([]);
});
