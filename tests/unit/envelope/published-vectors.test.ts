import { readFileSync } from "node:fs";
import { KeyringNode, KeyringTraceFlag, type NodeDecryptionMaterial } from "@aws-crypto/client-node";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { DamagedMessageError, decrypt, inspect } from "../../../shared/envelope/index.ts";
import { decryptionMaterial } from "../../../shared/envelope/keys/materials.ts";
import { readerOf } from "../../../shared/envelope/message/byte-reader.ts";
import { openMessage } from "../../../shared/envelope/message/decrypt.ts";
import { checkAccepted, readHeader } from "../../../shared/envelope/message/header.ts";
import { bytesOf } from "./raw-keys.ts";

/**
 * The file test/resources/commitment-test-vectors.json of github.com/aws/aws-encryption-sdk-python, which the Encryption SDKs of all
 * languages are tested with. It brings the plaintext data keys along.
 */
const file = process.env.REKEY_ESDK_VECTORS;

const vectors = z.object({
  tests: z.array(
    z.object({
      comment: z.string(),
      ciphertext: z.string(),
      status: z.boolean(),
      "decrypted-dek": z.string(),
      "encryption-context": z.record(z.string(), z.string()),
      "plaintext-frames": z.array(z.string()).optional(),
    }),
  ),
});

class GivenDataKey extends KeyringNode {
  readonly dataKey: Buffer;

  constructor(dataKey: Buffer) {
    super();
    this.dataKey = dataKey;
  }

  async _onEncrypt(): Promise<never> {
    throw new Error("This keyring only decrypts.");
  }

  async _onDecrypt(material: NodeDecryptionMaterial): Promise<NodeDecryptionMaterial> {
    // The SDK takes only memory that nobody shares, and wipes it.
    return material.setUnencryptedDataKey(new Uint8Array(this.dataKey), {
      keyNamespace: "given",
      keyName: "given",
      flags: KeyringTraceFlag.WRAPPING_KEY_DECRYPTED_DATA_KEY,
    });
  }
}

describe.skipIf(file === undefined)("AWS's own messages with key commitment (REKEY_ESDK_VECTORS)", () => {
  const { tests } = vectors.parse(
    file === undefined ? { tests: [] } : JSON.parse(readFileSync(file, "utf8")),
  );

  it("are there", () => expect(tests.length).toBeGreaterThan(0));

  it.each(tests)("$comment", async (vector) => {
    const message = Buffer.from(vector.ciphertext, "base64");
    const keys = () => new GivenDataKey(Buffer.from(vector["decrypted-dek"], "base64"));
    // Some have no encryption context, without which the library decrypts nothing.
    const read = async () => {
      const reader = readerOf([message]);
      const header = await readHeader(reader);
      checkAccepted(header);
      expect(header.messageHeader.encryptionContext).toEqual(vector["encryption-context"]);
      return bytesOf(openMessage(header, await decryptionMaterial(keys(), header)).frames(reader));
    };
    if (!vector.status) {
      await expect(read()).rejects.toThrow(DamagedMessageError);
      return;
    }
    const plaintext = vector["plaintext-frames"]?.join("");
    expect((await read()).toString()).toBe(plaintext);
    const { context } = await inspect([message]);
    if (Object.keys(context).length === 0) return;
    expect((await decrypt(keys(), message, { context })).toString()).toBe(plaintext);
  });
});
