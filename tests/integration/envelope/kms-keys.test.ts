import { KMS } from "@aws-sdk/client-kms";
import { describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import {
  cachedDataKeys,
  DamagedMessageError,
  decrypt,
  encrypt,
  inspect,
  KeyUnavailableError,
  type KmsClients,
  kmsKeys,
} from "../../../shared/envelope/index.ts";
import { account, clientsOf, kms, newKey, otherAccount } from "./kms.ts";

const context = { app: "payments" };
const clients = clientsOf();
const read = async (keys: Parameters<typeof decrypt>[0], message: Buffer) =>
  (await decrypt(keys, message, { context })).toString();

describe("a KMS key", () => {
  it("encrypts by alias and decrypts by alias, key id, alias ARN and key ARN; the message names its ARN", async () => {
    const { arn, alias, keyId } = await newKey();
    const message = await encrypt(kmsKeys({ keys: [alias], clients }), "secret", { context });
    expect((await inspect([message])).keys).toEqual([{ provider: "aws-kms", key: arn }]);
    const aliasArn = arn.replace(/key\/.*/, alias);
    for (const key of [alias, keyId, aliasArn, arn]) {
      expect(await read(kmsKeys({ keys: [key], clients }), message)).toBe("secret");
    }
  });

  it("decrypts by its account where none is named, and by no other account", async () => {
    const { alias } = await newKey();
    const message = await encrypt(kmsKeys({ keys: [alias], clients }), "secret", { context });
    expect(await read(kmsKeys({ accounts: { accountIds: [account] }, clients }), message)).toBe("secret");
    for (const accounts of [{ accountIds: [otherAccount] }, { accountIds: [account], partition: "aws-cn" }]) {
      await expect(read(kmsKeys({ accounts, clients }), message)).rejects.toThrow(KeyUnavailableError);
    }
  });

  it("that the message does not name is not asked", async () => {
    const [one, other] = [await newKey(), await newKey()];
    const message = await encrypt(kmsKeys({ keys: [one.alias], clients }), "secret", { context });
    for (const key of [other.alias, other.arn]) {
      await expect(read(kmsKeys({ keys: [key], clients }), message)).rejects.toThrow(
        /under none of the keys/,
      );
    }
  });

  it("is found by its alias after that was pointed elsewhere", async () => {
    const [one, other] = [await newKey(), await newKey()];
    const keys = kmsKeys({ keys: [one.alias], clients });
    const before = await encrypt(keys, "before", { context });
    expect(await read(keys, before)).toBe("before");
    await kms.updateAlias({ AliasName: one.alias, TargetKeyId: other.keyId });
    const after = await encrypt(keys, "after", { context });
    expect(await read(keys, after)).toBe("after");
    await expect(read(keys, before)).rejects.toThrow(KeyUnavailableError);
    expect(await read(kmsKeys({ keys: [one.arn], clients }), before)).toBe("before");
  });

  it("that is disabled, or is not there, is named with what is wrong", async () => {
    const { arn, alias, keyId } = await newKey();
    const keys = kmsKeys({ keys: [alias], clients });
    const message = await encrypt(keys, "secret", { context });
    await kms.disableKey({ KeyId: keyId });
    await expect(read(keys, message)).rejects.toThrow(new RegExp(`${arn}: DisabledException`));
    await expect(encrypt(keys, "secret", { context })).rejects.toThrow(KeyUnavailableError);
    const absent = kmsKeys({ keys: ["alias/is-not-there"], clients });
    await expect(encrypt(absent, "secret", { context })).rejects.toThrow(
      /alias\/is-not-there: NotFoundException/,
    );
    await expect(read(absent, message)).rejects.toThrow(/alias\/is-not-there names/);
  });

  it("does not decrypt a data key whose context or ciphertext was altered", async () => {
    const { alias } = await newKey();
    const keys = kmsKeys({ keys: [alias], clients });
    const message = await encrypt(keys, "secret", { context: { ...context, who: "me" } });
    const altered = Buffer.from(message.toString("latin1").replace("\0\x02me", "\0\x02us"), "latin1");
    expect(altered).not.toEqual(message);
    await expect(read(keys, altered)).rejects.toThrow(DamagedMessageError);
  });
});

describe("several keys", () => {
  it("each decrypt alone: of another region and another account too", async () => {
    const here = await newKey();
    const elsewhere = await newKey(regional("eu-west-1"));
    const theirs = await newKey(regional("us-east-1", otherAccount));
    const keys = kmsKeys({ keys: [here.alias, elsewhere.arn, theirs.arn], clients });
    const message = await encrypt(keys, "secret", { context });
    expect((await inspect([message])).keys.map(({ key }) => key)).toEqual([
      here.arn,
      elsewhere.arn,
      theirs.arn,
    ]);
    for (const { arn } of [here, elsewhere, theirs]) {
      expect(await read(kmsKeys({ keys: [arn], clients }), message)).toBe("secret");
    }
    const inTheirs = kmsKeys({ accounts: { accountIds: [otherAccount] }, clients: clientsOf(otherAccount) });
    expect(await read(inTheirs, message)).toBe("secret");
    await kms.disableKey({ KeyId: here.keyId });
    expect(await read(keys, message)).toBe("secret");
  });

  it("are one if they are related multi-Region keys: the replica decrypts in its region", async () => {
    const { arn, keyId } = await newKey(kms, { MultiRegion: true });
    await kms.replicateKey({ KeyId: keyId, ReplicaRegion: "eu-west-1" });
    const replica = arn.replace("us-east-1", "eu-west-1");
    const message = await encrypt(kmsKeys({ keys: [arn], clients }), "secret", { context });
    const asked = new Set<string | undefined>();
    const watched: KmsClients = (region) => {
      asked.add(region);
      return clients(region);
    };
    expect(await read(kmsKeys({ keys: [replica], clients: watched }), message)).toBe("secret");
    expect([...asked]).toEqual(["eu-west-1"]);
  });

  it("and accounts cannot be given together, nor neither, and accounts do not encrypt", async () => {
    const accounts = { accountIds: [account] };
    expect(() => kmsKeys({ keys: ["alias/x"], accounts, clients })).toThrow(KeyUnavailableError);
    expect(() => kmsKeys({ clients })).toThrow(KeyUnavailableError);
    await expect(encrypt(kmsKeys({ accounts, clients }), "x", { context })).rejects.toThrow(
      /for decryption alone/,
    );
  });
});

it("with a cache, KMS is asked once to write and once to read", async () => {
  const { alias } = await newKey();
  let calls = 0;
  const counted: KmsClients = (region) => {
    calls += 1;
    return clients(region);
  };
  const keys = cachedDataKeys(kmsKeys({ keys: [alias], clients: counted }));
  const messages: Buffer[] = [];
  for (let number = 0; number < 10; number += 1) messages.push(await encrypt(keys, `${number}`, { context }));
  expect(calls).toBe(1);
  for (const [number, message] of messages.entries()) expect(await read(keys, message)).toBe(`${number}`);
  // One more to find out which key the alias names.
  expect(calls).toBe(3);
});

function regional(region: string, accessKeyId = "test"): KMS {
  return new KMS({
    ...clientSettings(inject("integration").endpoint, { accessKeyId, secretAccessKey: "test" }),
    region,
  });
}
