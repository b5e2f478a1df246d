import { NodeDefaultCryptographicMaterialsManager, type NodeMaterialsManager } from "@aws-crypto/client-node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  cachedDataKeys,
  type DataKeyLimits,
  decrypt,
  encrypt,
  encryptStream,
} from "../../../shared/envelope/index.ts";
import { context, rawKeys } from "./raw-keys.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** Keys with a cache, and how often they were really asked. */
function counted(limits?: DataKeyLimits) {
  const manager = new NodeDefaultCryptographicMaterialsManager(rawKeys());
  const asked = { toEncrypt: 0, toDecrypt: 0 };
  const counting: NodeMaterialsManager = {
    getEncryptionMaterials(request) {
      asked.toEncrypt += 1;
      return manager.getEncryptionMaterials(request);
    },
    decryptMaterials(request) {
      asked.toDecrypt += 1;
      return manager.decryptMaterials(request);
    },
  };
  return { keys: cachedDataKeys(counting, limits), asked };
}

it("one data key serves for many messages of one context, and is fetched once to read them", async () => {
  const { keys, asked } = counted();
  const messages: Buffer[] = [];
  for (let number = 0; number < 5; number += 1) messages.push(await encrypt(keys, `${number}`, { context }));
  for (const [number, message] of messages.entries()) {
    expect((await decrypt(keys, message, { context })).toString()).toBe(`${number}`);
  }
  expect(asked).toEqual({ toEncrypt: 1, toDecrypt: 1 });
  await encrypt(keys, "x", { context: { app: "orders" } });
  expect(asked.toEncrypt).toBe(2);
});

it("it is replaced after so many messages, so many bytes, and so many seconds", async () => {
  const byMessages = counted({ maxMessages: 2 });
  for (let number = 0; number < 4; number += 1) await encrypt(byMessages.keys, "x", { context });
  expect(byMessages.asked.toEncrypt).toBe(2);

  const byBytes = counted({ maxBytes: 10 });
  for (let number = 0; number < 4; number += 1) await encrypt(byBytes.keys, "12345", { context });
  expect(byBytes.asked.toEncrypt).toBe(2);

  const byAge = counted({ maxAgeSeconds: 60 });
  const message = await encrypt(byAge.keys, "x", { context });
  await decrypt(byAge.keys, message, { context });
  vi.setSystemTime(59_000);
  await encrypt(byAge.keys, "x", { context });
  await decrypt(byAge.keys, message, { context });
  expect(byAge.asked).toEqual({ toEncrypt: 1, toDecrypt: 1 });
  vi.setSystemTime(61_000);
  await encrypt(byAge.keys, "x", { context });
  await decrypt(byAge.keys, message, { context });
  expect(byAge.asked).toEqual({ toEncrypt: 2, toDecrypt: 2 });
});

it("a stream of unknown length gets a data key of its own", async () => {
  const { keys, asked } = counted();
  for (let number = 0; number < 2; number += 1) {
    for await (const _ of encryptStream(keys, [Buffer.from("x")], { context }));
  }
  expect(asked.toEncrypt).toBe(2);
});

it("another context does not open it, though the data key is there", async () => {
  const { keys } = counted();
  const message = await encrypt(keys, "x", { context });
  await decrypt(keys, message, { context });
  await expect(decrypt(keys, message, { context: { app: "orders" } })).rejects.toThrow(/another value/);
});
