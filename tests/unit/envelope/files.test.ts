import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  decrypt,
  decryptFile,
  EnvelopeError,
  encrypt,
  encryptFile,
  filesBelow,
  inspect,
  OutputExistsError,
  reencryptFile,
} from "../../../shared/envelope/index.ts";
import { context, rawKeys } from "./raw-keys.ts";

const keys = rawKeys();
let folder = "";
const at = (name: string) => path.join(folder, name);
const modeOf = async (name: string) => ((await stat(at(name))).mode & 0o777).toString(8);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-tests-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a file", () => {
  it.each([0, 1, 1_048_575, 1_048_576, 1_048_577, 3_000_000])(
    "of %i bytes comes back, and keeps its mode",
    async (length) => {
      const plaintext = randomBytes(length);
      await writeFile(at("plain"), plaintext);
      await chmod(at("plain"), 0o640);
      const progress: number[] = [];
      const onProgress = (bytes: number) => progress.push(bytes);
      const { bytes } = await encryptFile(keys, at("plain"), at("out/secret"), { context, onProgress });
      expect((await stat(at("out/secret"))).size).toBe(bytes);
      expect(progress.at(-1) ?? 0).toBe(length);
      await decryptFile(keys, at("out/secret"), at("back"), { context });
      expect(await readFile(at("back"))).toEqual(plaintext);
      expect([await modeOf("out/secret"), await modeOf("back")]).toEqual(["640", "640"]);
    },
  );

  it("of a signed message comes back", async () => {
    await writeFile(at("secret"), await encrypt(keys, "signed", { context, signed: true }));
    await decryptFile(keys, at("secret"), at("back"), { context });
    expect(await readFile(at("back"), "utf8")).toBe("signed");
  });

  it("is not replaced unless that is wanted", async () => {
    await writeFile(at("plain"), "new");
    await writeFile(at("there"), "old");
    await symlink("nowhere", at("link"));
    for (const name of ["there", "link", "plain"]) {
      await expect(encryptFile(keys, at("plain"), at(name), { context })).rejects.toThrow(OutputExistsError);
    }
    expect(await readFile(at("there"), "utf8")).toBe("old");
    await encryptFile(keys, at("plain"), at("there"), { context, overwrite: true });
    expect((await decrypt(keys, await readFile(at("there")), { context })).toString()).toBe("new");
  });

  it("that came to be there meanwhile is not replaced either", async () => {
    await writeFile(at("plain"), randomBytes(10));
    const late = encryptFile(keys, at("plain"), at("out"), {
      context,
      onProgress: () => writeFileSync(at("out"), "somebody else's"),
    });
    await expect(late).rejects.toThrow(OutputExistsError);
    expect(await readFile(at("out"), "utf8")).toBe("somebody else's");
  });

  it.each([
    ["cut in its final frame", (message: Buffer) => message.subarray(0, -1)],
    [
      "cut between frames",
      (message: Buffer) => message.subarray(0, message.length - (4 + 4 + 12 + 4 + 2 + 16)),
    ],
    [
      "altered at its end",
      (message: Buffer) => Buffer.concat([message.subarray(0, -1), Buffer.from([(message.at(-1) ?? 0) ^ 1])]),
    ],
    ["longer than its end", (message: Buffer) => Buffer.concat([message, message])],
  ])("is not there, and no other either, if the message is %s", async (_, alter) => {
    await writeFile(at("secret"), alter(await encrypt(keys, "aaaabbbbcc", { context, frameLength: 4 })));
    await expect(decryptFile(keys, at("secret"), at("plain"), { context })).rejects.toThrow(EnvelopeError);
    expect(await readdir(folder)).toEqual(["secret"]);
  });

  it("is replaced by nothing if its message is refused", async () => {
    await writeFile(at("secret"), (await encrypt(keys, "new", { context })).subarray(0, -1));
    await writeFile(at("plain"), "old");
    await expect(decryptFile(keys, at("secret"), at("plain"), { context, overwrite: true })).rejects.toThrow(
      EnvelopeError,
    );
    expect(await readFile(at("plain"), "utf8")).toBe("old");
  });
});

describe("a file under another key", () => {
  const other = rawKeys("another");
  const both = { decrypt: keys, encrypt: other };

  it.each([false, true])(
    "takes the place of the old one, with the same context and mode (signed before: %s)",
    async (signed) => {
      const pairs = { ...context, purpose: "invoices" };
      const before = await encrypt(keys, "content", { context: pairs, signed, frameLength: 3 });
      await writeFile(at("secret"), before);
      await chmod(at("secret"), 0o600);
      await reencryptFile(both, at("secret"), at("secret"), { context, overwrite: true });
      const after = await readFile(at("secret"));
      expect((await decrypt(other, after, { context: pairs })).toString()).toBe("content");
      await expect(decrypt(keys, after, { context })).rejects.toThrow(EnvelopeError);
      const [was, is] = [await inspect([before]), await inspect([after])];
      expect(is).toMatchObject({ context: pairs, isSigned: false });
      expect(is.messageId).not.toBe(was.messageId);
      expect(await modeOf("secret")).toBe("600");
    },
  );

  it("leaves the old one if the message is refused at its end", async () => {
    const cut = (await encrypt(keys, "content", { context, signed: true })).subarray(0, -1);
    await writeFile(at("secret"), cut);
    await expect(
      reencryptFile(both, at("secret"), at("secret"), { context, overwrite: true }),
    ).rejects.toThrow(EnvelopeError);
    expect(await readFile(at("secret"))).toEqual(cut);
    expect(await readdir(folder)).toEqual(["secret"]);
  });
});

describe("a folder", () => {
  it("has its files in the order of their names, and no links", async () => {
    await mkdir(at("b"));
    for (const name of ["c", "b/x", "a"]) await writeFile(at(name), "");
    await symlink("/etc", at("link"));
    const found: string[] = [];
    for await (const file of filesBelow(folder)) found.push(path.relative(folder, file));
    expect(found).toEqual(["a", path.join("b", "x"), "c"]);
  });
});
