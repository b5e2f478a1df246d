import { randomBytes } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AlgorithmSuiteIdentifier, buildClient } from "@aws-crypto/client-node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decrypt, decryptStream, encrypt, encryptStream } from "../../../shared/envelope/index.ts";
import { bytesOf, context, piecesOf, rawKeys } from "./raw-keys.ts";

const keys = rawKeys();
const sdk = buildClient();

describe("a message", () => {
  it("gives back the string that was encrypted", async () => {
    const message = await encrypt(keys, "déjà vu 🔑", { context });
    expect((await decrypt(keys, message, { context })).toString("utf8")).toBe("déjà vu 🔑");
  });

  it.each([false, true])(
    "of any length, cut anyhow, in frames of any length, comes back (signed: %s)",
    (signed) =>
      fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 200 }),
          fc.integer({ min: 1, max: 70 }),
          fc.integer({ min: 1, max: 70 }),
          async (plaintext, frameLength, pieceLength) => {
            const source = piecesOf(plaintext, pieceLength);
            const message = await bytesOf(encryptStream(keys, source, { context, signed, frameLength }));
            const clear = await bytesOf(decryptStream(keys, piecesOf(message, pieceLength), { context }));
            expect(clear).toEqual(Buffer.from(plaintext));
          },
        ),
        { numRuns: signed ? 20 : 100 },
      ),
  );

  it.each([0, 1, 15, 16, 17, 31, 32, 33])("of %i bytes in frames of 16 comes back", async (length) => {
    const plaintext = randomBytes(length);
    const message = await encrypt(keys, plaintext, { context, frameLength: 16 });
    expect(await decrypt(keys, message, { context })).toEqual(plaintext);
  });

  it("is a stream of Node's wherever one is wanted", async () => {
    const plaintext = randomBytes(100_000);
    const written: Buffer[] = [];
    await pipeline(
      Readable.from(piecesOf(plaintext, 7_000)),
      (source) => encryptStream(keys, source, { context }),
      (source) => decryptStream(keys, source, { context }),
      new Writable({
        write(part, _, done) {
          written.push(part);
          done();
        },
      }),
    );
    expect(Buffer.concat(written)).toEqual(plaintext);
  });

  it("is never the same twice", async () => {
    const one = await encrypt(keys, "same", { context });
    expect(await encrypt(keys, "same", { context })).not.toEqual(one);
  });

  it("refuses a frame length that is none", async () => {
    for (const frameLength of [0, -1, 1.5, 134_217_729]) {
      await expect(encrypt(keys, "x", { context, frameLength })).rejects.toThrow(RangeError);
    }
  });
});

describe("the AWS Encryption SDK", () => {
  it.each([
    { signed: false, length: 0 },
    { signed: true, length: 0 },
    { signed: false, length: 48 },
    { signed: true, length: 50 },
  ])("reads what is written here: $length bytes, signed: $signed", async ({ signed, length }) => {
    const plaintext = randomBytes(length);
    const message = await encrypt(keys, plaintext, { context, signed, frameLength: 16 });
    const read = await sdk.decrypt(keys, message);
    expect(read.plaintext).toEqual(plaintext);
    expect(read.messageHeader.encryptionContext).toMatchObject(context);
  });

  it.each([
    { length: 0, frameLength: 4_096 },
    { length: 4_096, frameLength: 4_096 },
    { length: 10_000, frameLength: 4_096 },
    { length: 100, frameLength: 1 },
  ])(
    "writes what is read here: its defaults, $length bytes in frames of $frameLength",
    async ({ length, frameLength }) => {
      const plaintext = randomBytes(length);
      const { result } = await sdk.encrypt(keys, plaintext, { encryptionContext: context, frameLength });
      expect(await decrypt(keys, result, { context })).toEqual(plaintext);
    },
  );

  it("sorts the encryption context as is done here, whatever its characters", async () => {
    const pairs = { ﬁ: "1", 𐌀: "2", b: "3", a: "4", ä: "5" };
    const message = await encrypt(keys, "x", { context: pairs });
    expect((await sdk.decrypt(keys, message)).plaintext.toString()).toBe("x");
    const { result } = await sdk.encrypt(keys, "y", { encryptionContext: pairs });
    expect((await decrypt(keys, result, { context: pairs })).toString()).toBe("y");
  });

  it("may have written an unsigned message", async () => {
    const { result } = await sdk.encrypt(keys, "unsigned", {
      suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
      encryptionContext: context,
    });
    expect((await decrypt(keys, result, { context })).toString()).toBe("unsigned");
  });
});
