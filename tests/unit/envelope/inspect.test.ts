import { buildClient, CommitmentPolicy } from "@aws-crypto/client-node";
import { expect, it } from "vitest";
import {
  encrypt,
  inspect,
  printable,
  TruncatedMessageError,
  UnknownFormatError,
} from "../../../shared/envelope/index.ts";
import { context, piecesOf, rawKeys } from "./raw-keys.ts";

const keys = rawKeys();

it("a message says how it is encrypted, without a key", async () => {
  const message = await encrypt(keys, "content", { context });
  expect(await inspect(piecesOf(message, 10))).toEqual({
    formatVersion: 2,
    algorithm: "ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY",
    isCommitted: true,
    isSigned: false,
    messageId: message.subarray(3, 35).toString("hex"),
    context,
    keys: [{ provider: "tests", key: expect.stringMatching(/^one/) }],
    frameLength: 1_048_576,
  });
});

it("its signature's public key is not one of its pairs", async () => {
  const signed = await inspect([await encrypt(keys, "content", { context, signed: true, frameLength: 5 })]);
  expect(signed).toMatchObject({ context, isSigned: true, frameLength: 5 });
});

it("a message without key commitment can be looked at, too", async () => {
  const { encrypt: encryptUncommitted } = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const { result } = await encryptUncommitted(keys, "x", { encryptionContext: context });
  expect(await inspect([result])).toMatchObject({
    formatVersion: 1,
    isCommitted: false,
    isSigned: true,
    context,
  });
});

it("what is none, or only a part of one, is refused", async () => {
  await expect(inspect([Buffer.from("text that is none")])).rejects.toThrow(UnknownFormatError);
  const message = await encrypt(keys, "content", { context });
  await expect(inspect([message.subarray(0, 60)])).rejects.toThrow(TruncatedMessageError);
});

it("what it says can be shown on a terminal without moving its cursor", async () => {
  const message = await encrypt(keys, "content", { context: { app: "a\u001b[2Jb\r\nc\u202ed é" } });
  const { context: found } = await inspect([message]);
  expect(printable(found.app ?? "")).toBe("a?[2Jb??c?d é");
});
