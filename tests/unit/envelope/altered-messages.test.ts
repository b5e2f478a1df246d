import { AlgorithmSuiteIdentifier, buildClient, CommitmentPolicy } from "@aws-crypto/client-node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DamagedMessageError,
  decrypt,
  decryptStream,
  EnvelopeError,
  encrypt,
  KeyUnavailableError,
  TruncatedMessageError,
  UnknownFormatError,
  UnsupportedMessageError,
} from "../../../shared/envelope/index.ts";
import { bytesOf, context, rawKeys } from "./raw-keys.ts";

const keys = rawKeys();
const plaintext = "0123456789abcdefghij";
const frameLength = 8;

describe.each([false, true])("a message (signed: %s)", (signed) => {
  const whole = encrypt(keys, plaintext, { context, signed, frameLength });
  // Checking a signature takes milliseconds: outside it, what all messages have is tried byte by byte unsigned.
  const isTried = (at: number, length: number) => !signed || at % 11 === 0 || at > length - 110;

  it("is refused with any byte altered", async () => {
    const message = await whole;
    for (let at = 0; at < message.length; at += 1) {
      if (!isTried(at, message.length)) continue;
      const altered = Buffer.from(message);
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      await expect(decrypt(keys, altered, { context }), `byte ${at}`).rejects.toThrow(EnvelopeError);
    }
  });

  it("is refused cut at any point", async () => {
    const message = await whole;
    for (let length = 1; length < message.length; length += 1) {
      if (!isTried(length, message.length)) continue;
      await expect(
        decrypt(keys, message.subarray(0, length), { context }),
        `${length} bytes`,
      ).rejects.toThrow(TruncatedMessageError);
    }
  });

  it("is refused with bytes after its end", async () => {
    const longer = Buffer.concat([await whole, Buffer.from([0])]);
    await expect(decrypt(keys, longer, { context })).rejects.toThrow(DamagedMessageError);
  });

  it("releases nothing that it did not hold, however its bytes are altered", async () => {
    const message = await whole;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: message.length - 1 }), fc.nat({ max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.nat({ max: message.length }),
        async (changes, cut) => {
          const altered = Buffer.from(message.subarray(0, cut));
          for (const [at, byte] of changes) if (at < cut) altered[at] = byte;
          let released = "";
          try {
            for await (const part of decryptStream(keys, [altered], { context })) released += part.toString();
            expect(altered).toEqual(message);
            expect(released).toBe(plaintext);
          } catch (error) {
            expect(error).toBeInstanceOf(EnvelopeError);
          }
          expect(plaintext.startsWith(released)).toBe(true);
          if (signed) expect(["", plaintext]).toContain(released);
        },
      ),
      { numRuns: signed ? 60 : 300 },
    );
  });
});

describe("frames", () => {
  it("cannot change places", async () => {
    const message = await encrypt(keys, "aaaaaaaabbbbbbbbcc", { context, frameLength });
    const headerAndFrame = 4 + 12 + frameLength + 16;
    const finalLength = 4 + 4 + 12 + 4 + 2 + 16;
    const start = message.length - finalLength - 2 * headerAndFrame;
    const [first, second] = [start, start + headerAndFrame].map((at) =>
      message.subarray(at, at + headerAndFrame),
    );
    const swapped = Buffer.concat([
      message.subarray(0, start),
      second ?? Buffer.alloc(0),
      first ?? Buffer.alloc(0),
      message.subarray(start + 2 * headerAndFrame),
    ]);
    expect(swapped).toHaveLength(message.length);
    await expect(decrypt(keys, swapped, { context })).rejects.toThrow(/frame 2 stands where 1 should/);
    const without = Buffer.concat([
      message.subarray(0, start),
      second ?? Buffer.alloc(0),
      message.subarray(-finalLength),
    ]);
    await expect(decrypt(keys, without, { context })).rejects.toThrow(DamagedMessageError);
  });

  it("of another message under the same keys do not fit", async () => {
    const [one, other] = await Promise.all(
      ["aaaa", "bbbb"].map((text) => encrypt(keys, text, { context, frameLength })),
    );
    const bodyLength = 4 + 4 + 12 + 4 + 4 + 16;
    const mixed = Buffer.concat([
      one?.subarray(0, -bodyLength) ?? [],
      other?.subarray(-bodyLength) ?? [],
    ] as Buffer[]);
    await expect(decrypt(keys, mixed, { context })).rejects.toThrow(DamagedMessageError);
  });
});

describe("what is not a message", () => {
  it.each([
    ["nothing", ""],
    ["text", "just some text, and not encrypted at all"],
    ["zeros", "\0".repeat(100)],
    ["a message in base64", "AgV4"],
  ])("is refused: %s", async (_, text) => {
    await expect(decrypt(keys, Buffer.from(text), { context })).rejects.toThrow(UnknownFormatError);
  });

  it("is refused without reading more than a header can be long", async () => {
    let pieces = 0;
    function* endless() {
      // A header of format 2 whose encryption context and data keys never end.
      yield Buffer.concat([Buffer.from([2, 4, 0x78]), Buffer.alloc(32), Buffer.from([0, 0, 0, 20])]);
      for (; pieces < 10_000; pieces += 1) yield Buffer.alloc(1_000, 0xff);
    }
    await expect(bytesOf(decryptStream(keys, endless(), { context }))).rejects.toThrow(EnvelopeError);
    expect(pieces).toBeLessThan(2_000);
  });
});

describe("a message that is whole", () => {
  it("is refused without key commitment", async () => {
    const { encrypt: encryptUncommitted } = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
    const { result } = await encryptUncommitted(keys, "x", {
      suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA256,
      encryptionContext: context,
    });
    await expect(decrypt(keys, result, { context })).rejects.toThrow(UnsupportedMessageError);
  });

  it("is refused if it names more keys than are tried", async () => {
    const message = await encrypt(keys, "x", { context });
    const namesAt = 1 + 2 + 32 + 2 + message.readUInt16BE(35);
    message.writeUInt16BE(21, namesAt);
    await expect(decrypt(keys, message, { context })).rejects.toThrow(/more than 20 keys/);
  });

  it("is refused under another key, and the message's key is named", async () => {
    const message = await encrypt(keys, "x", { context });
    const error = await decrypt(rawKeys("another"), message, { context }).catch((found: unknown) => found);
    expect(error).toBeInstanceOf(KeyUnavailableError);
    expect(String(error)).toContain("one");
  });
});
