import { describe, expect, it } from "vitest";
import {
  decrypt,
  type EncryptionContext,
  EncryptionContextError,
  encrypt,
} from "../../../shared/envelope/index.ts";
import { rawKeys } from "./raw-keys.ts";

const keys = rawKeys();
const context = { app: "payments", purpose: "invoices" };

describe("an encryption context", () => {
  it.each<[string, EncryptionContext, RegExp]>([
    ["is empty", {}, /at least one pair/],
    ["has an empty key", { "": "x" }, /empty/],
    ["is too long", { app: "x".repeat(65_530) }, /fit into a message/],
    ["has a key of the SDK", { "aws-crypto-public-key": "x" }, /reserved/],
  ])("that %s is refused, to encrypt and to decrypt", async (_, wrong, words) => {
    await expect(encrypt(keys, "x", { context: wrong })).rejects.toThrow(words);
    const message = await encrypt(keys, "x", { context });
    const error = await decrypt(keys, message, { context: wrong }).catch((found: unknown) => found);
    expect(error).toBeInstanceOf(EncryptionContextError);
  });

  it("decrypts whole or in part", async () => {
    const message = await encrypt(keys, "x", { context });
    expect((await decrypt(keys, message, { context })).toString()).toBe("x");
    expect((await decrypt(keys, message, { context: { app: "payments" } })).toString()).toBe("x");
  });

  it.each<[string, EncryptionContext, string]>([
    ["another value", { app: "orders" }, "app has another value"],
    ["a pair more", { ...context, stage: "prod" }, "stage is absent"],
    ["a name that every object has", { constructor: "x" }, "constructor is absent"],
  ])("with %s does not, and the error names the key but no value", async (_, expected, words) => {
    const message = await encrypt(keys, "x", { context });
    const error = await decrypt(keys, message, { context: expected }).catch((found: unknown) => found);
    expect(error).toBeInstanceOf(EncryptionContextError);
    expect(String(error)).toContain(words);
    expect(String(error)).not.toContain("invoices");
  });
});
