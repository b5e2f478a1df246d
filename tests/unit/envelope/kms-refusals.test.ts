import { KMS, KMSServiceException } from "@aws-sdk/client-kms";
import { expect, it } from "vitest";
import { decrypt, encrypt, KeyUnavailableError, kmsKeys } from "../../../shared/envelope/index.ts";
import { context, rawKeys } from "./raw-keys.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/0123";

/** Clients of a KMS that answers as it does to a caller without permission; LocalStack permits all. */
function refused(name: string): KMS {
  const client = new KMS({ region: "eu-west-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } });
  client.middlewareStack.add(
    () => async () => {
      throw new KMSServiceException({ name, message: "Not you.", $fault: "client", $metadata: {} });
    },
    { step: "initialize" },
  );
  return client;
}

/** A message that names a key of KMS. */
function asIfUnder(keyArn: string, message: Buffer): Buffer {
  const sized = (text: string) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);
  const namesAt = 1 + 2 + 32 + 2 + message.readUInt16BE(35) + 2;
  const providerLength = 2 + message.readUInt16BE(namesAt);
  const keyLength = 2 + message.readUInt16BE(namesAt + providerLength);
  return Buffer.concat([
    message.subarray(0, namesAt),
    sized("aws-kms"),
    sized(keyArn),
    message.subarray(namesAt + providerLength + keyLength),
  ]);
}

it("a caller without permission for the key learns which, and what to allow", async () => {
  const keys = kmsKeys({ keys: [key], clients: () => refused("AccessDeniedException") });
  const error = await encrypt(keys, "x", { context }).catch((found: unknown) => found);
  expect(error).toBeInstanceOf(KeyUnavailableError);
  expect(String(error)).toContain(`${key}: AccessDeniedException (Not you)`);
  expect(String(error)).toContain("Allow kms:GenerateDataKey");
});

it("and so does one who may not decrypt, or may not ask which key an alias names", async () => {
  const message = await encrypt(rawKeys(), "x", { context });
  const named = asIfUnder(key, message);
  const clients = () => refused("AccessDeniedException");
  await expect(decrypt(kmsKeys({ keys: [key], clients }), named, { context })).rejects.toThrow(
    /Allow kms:Decrypt/,
  );
  await expect(decrypt(kmsKeys({ keys: ["alias/prod"], clients }), named, { context })).rejects.toThrow(
    /Allow kms:DescribeKey/,
  );
});

it("what is no matter of permission gets no such advice", async () => {
  const keys = kmsKeys({ keys: [key], clients: () => refused("KMSInvalidStateException") });
  const error = await encrypt(keys, "x", { context }).catch((found: unknown) => found);
  expect(String(error)).toContain("KMSInvalidStateException");
  expect(String(error)).not.toContain("Allow");
});

it("more keys than a reader tries are not taken", () => {
  expect(() => kmsKeys({ keys: Array(21).fill(key), clients: () => refused("x") })).toThrow(
    /20 keys at most/,
  );
});
