import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decryptStream, encryptFile } from "../../../shared/envelope/index.ts";
import { context, rawKeys } from "./raw-keys.ts";

const size = 5 * 1_024 ** 3;
const ending = Buffer.from("the last bytes");

/** Takes 5 GiB in the folder for temporary files, and some seconds. */
describe.skipIf(process.env.REKEY_LARGE_FILES === undefined)("a file of 5 GiB (REKEY_LARGE_FILES)", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "rekey-tests-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("comes back to its last byte", { timeout: 600_000 }, async () => {
    const [plain, secret] = [path.join(folder, "plain"), path.join(folder, "secret")];
    await writeFile(plain, "");
    await truncate(plain, size - ending.length);
    await writeFile(plain, ending, { flag: "a" });
    await encryptFile(rawKeys(), plain, secret, { context });

    await using original = await open(plain);
    const expected = Buffer.alloc(1_048_576);
    let at = 0;
    const source = createReadStream(secret, { highWaterMark: 1_048_576 });
    for await (const part of decryptStream(rawKeys(), source, { context })) {
      await original.read(expected, 0, part.length, at);
      if (!part.equals(expected.subarray(0, part.length))) expect.fail(`It differs at ${at}.`);
      at += part.length;
    }
    expect(at).toBe(size);
  });
});
