import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { NodeDefaultCryptographicMaterialsManager, type NodeMaterialsManager } from "@aws-crypto/client-node";
import { describe, expect, it } from "vitest";
import {
  decrypt,
  decryptStream,
  EnvelopeError,
  encrypt,
  encryptStream,
} from "../../../shared/envelope/index.ts";
import { context, piecesOf, rawKeys } from "./raw-keys.ts";

const keys = rawKeys();

describe("a stream", () => {
  it("releases an unsigned message frame by frame as it arrives", async () => {
    const plaintext = randomBytes(2_500);
    const message = await encrypt(keys, plaintext, { context, frameLength: 1_000 });
    let read = 0;
    function* arriving() {
      for (const piece of piecesOf(message, 1)) {
        read += 1;
        yield piece;
      }
    }
    const parts: Buffer[] = [];
    let readBefore = 0;
    for await (const part of decryptStream(keys, arriving(), { context })) {
      parts.push(part);
      readBefore ||= read;
    }
    expect(Buffer.concat(parts)).toEqual(plaintext);
    expect(readBefore).toBeLessThan(message.length - 1_500);
  });

  it("releases of a cut unsigned message only frames that are whole, and ends with an error", async () => {
    const message = await encrypt(keys, "aaaabbbbcc", { context, frameLength: 4 });
    let released = "";
    const reading = async () => {
      for await (const part of decryptStream(keys, [message.subarray(0, -1)], { context })) released += part;
    };
    await expect(reading()).rejects.toThrow(EnvelopeError);
    expect(released).toBe("aaaabbbb");
  });

  it("releases nothing of a signed message of many frames whose signature is cut off or wrong", async () => {
    const plaintext = randomBytes(300_000);
    const message = await encrypt(keys, plaintext, { context, signed: true, frameLength: 4_096 });
    const forged = Buffer.from(message);
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
    for (const bad of [message.subarray(0, -1), message.subarray(0, -110), forged]) {
      let released = 0;
      const reading = async () => {
        for await (const part of decryptStream(keys, piecesOf(bad, 5_000), { context }))
          released += part.length;
      };
      await expect(reading()).rejects.toThrow(EnvelopeError);
      expect(released).toBe(0);
    }
  });

  it("has its source closed when the reader has enough, and when the message is refused", async () => {
    const message = await encrypt(keys, "aaaabbbbcc", { context, frameLength: 4 });
    let closed = 0;
    async function* source(bytes: Uint8Array) {
      try {
        yield* piecesOf(bytes, 8);
      } finally {
        closed += 1;
      }
    }
    for await (const _ of decryptStream(keys, source(message), { context })) break;
    expect(closed).toBe(1);
    const refused = async () => {
      for await (const _ of decryptStream(keys, source(message), { context: { app: "orders" } }))
        expect.fail();
    };
    await expect(refused()).rejects.toThrow(EnvelopeError);
    expect(closed).toBe(2);
  });

  it("has its source closed if it is not even read", async () => {
    for (const step of [encryptStream, decryptStream]) {
      const source = new Readable({ read() {} });
      const refused = async () => {
        for await (const _ of step(keys, source, { context: {} })) expect.fail();
      };
      await expect(refused()).rejects.toThrow(EnvelopeError);
      expect(source.destroyed).toBe(true);
    }
  });

  it("fails with its source's own error", async () => {
    async function* broken() {
      yield Buffer.from("some");
      throw new Error("The disk is gone.");
    }
    const encrypting = async () => {
      for await (const _ of encryptStream(keys, broken(), { context }));
    };
    await expect(encrypting()).rejects.toThrow("The disk is gone.");
  });
});

describe("the plaintext data key", () => {
  it("is wiped when a message is done, was given up, or was refused", async () => {
    const handedOut: { hasUnencryptedDataKey: boolean }[] = [];
    const manager = new NodeDefaultCryptographicMaterialsManager(keys);
    const watched: NodeMaterialsManager = {
      async getEncryptionMaterials(request) {
        const material = await manager.getEncryptionMaterials(request);
        handedOut.push(material);
        return material;
      },
      async decryptMaterials(request) {
        const material = await manager.decryptMaterials(request);
        handedOut.push(material);
        return material;
      },
    };
    const message = await encrypt(watched, "aaaabbbb", { context, frameLength: 4 });
    await decrypt(watched, message, { context });
    for await (const _ of encryptStream(watched, [Buffer.from("x")], { context })) break;
    for await (const _ of decryptStream(watched, [message], { context })) break;
    await expect(decrypt(watched, message.subarray(0, -1), { context })).rejects.toThrow(EnvelopeError);
    const altered = Buffer.from(message);
    // The last byte of the header's tag: the data key is there, and the header is not what it was.
    const tagEnd = message.length - (4 + 4 + 12 + 4 + 16) - 2 * (4 + 12 + 4 + 16) - 1;
    altered.writeUInt8(altered.readUInt8(tagEnd) ^ 1, tagEnd);
    await expect(decrypt(watched, altered, { context })).rejects.toThrow(/header does not authenticate/);
    expect(handedOut.map(({ hasUnencryptedDataKey }) => hasUnencryptedDataKey)).toEqual(Array(6).fill(false));
  });
});
