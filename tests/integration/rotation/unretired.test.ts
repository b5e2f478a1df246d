import { randomUUID } from "node:crypto";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
} from "@aws-sdk/client-iam";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/start.ts";
import { CredentialHeldError, failureCode, noToken } from "../../../shared/rotation/index.ts";
import { startApiOfKeys } from "../../engines/http/api-of-keys.ts";
import { overlapSecret } from "../../engines/http/secret.ts";
import { type CheckingGateway, startCheckingGateway } from "../../engines/iam-user/checking-gateway.ts";
import { rotateStep, startProcess, stepResult } from "./process.ts";
import { createRedisUser, redisLogsIn, redisSecretOf } from "./redis-users.ts";
import { wholeRotation } from "./rotated.ts";
import { labelsOf, putCurrent, storedValue, storeUnderRotation, tagSecret, versionWith } from "./secrets.ts";

const { endpoint } = inject("integration");
const hold = (secretId: string, is = true) => tagSecret(secretId, { "rekey:hold": String(is) });

/** Rotates, and returns the fields of the new version. */
async function rotateOnce(secretId: string) {
  const token = randomUUID();
  for (const step of wholeRotation) await rotateStep(step, secretId, token);
  return storedValue(secretId, { id: token });
}

describe("a Redis user, which takes any number of passwords,", () => {
  let server: RunningRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  async function newSecret() {
    const secretId = await storeUnderRotation(redisSecretOf(server, await createRedisUser(server)));
    return { secretId, first: await storedValue(secretId, { label: "AWSCURRENT" }) };
  }

  const taken = (passwords: readonly Record<string, unknown>[]) =>
    Promise.all(passwords.map((fields) => redisLogsIn(server, fields)));

  test("has two after every rotation, though none is ever retired by itself", async () => {
    const { secretId, first } = await newSecret();
    const second = await rotateOnce(secretId);
    expect(await taken([first, second])).toEqual([true, true]);
    const previous = String(await versionWith(secretId, "AWSPREVIOUS"));

    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);
    expect(await taken([first, second])).toEqual([false, true]);
    expect((await labelsOf(secretId))[previous]).toEqual(["AWSPREVIOUS", "REKEYRETIRED"]);
    for (const step of wholeRotation) await rotateStep(step, secretId, token);
    const third = await storedValue(secretId, { id: token });
    const fourth = await rotateOnce(secretId);
    expect(await taken([first, second, third, fourth])).toEqual([false, false, true, true]);
  });

  test("keeps what is held, and loses it with the first rotation after the hold", async () => {
    const { secretId, first } = await newSecret();
    await hold(secretId);
    const second = await rotateOnce(secretId);
    const third = await rotateOnce(secretId);
    const fourth = await rotateOnce(secretId);
    expect(await taken([first, second, third, fourth])).toEqual([true, true, true, true]);

    await hold(secretId, false);
    const fifth = await rotateOnce(secretId);
    expect(await taken([first, second, third, fourth, fifth])).toEqual([false, false, false, true, true]);
    expect(JSON.stringify(await labelsOf(secretId))).not.toContain("REKEYHELD");
  });

  test("keeps AWSPREVIOUS's as long as AWSCURRENT's does not log in: it may be the last that works", async () => {
    const { secretId, first } = await newSecret();
    await putCurrent(secretId, { ...first, password: "never-set-anywhere" });
    const renewed = await rotateOnce(secretId);
    expect(await taken([first, renewed])).toEqual([true, true]);
  });

  test("is put right by repeating a beginning that died at any of its calls", async () => {
    let deaths = 0;
    for (let call = 1; ; call += 1) {
      const { secretId, first } = await newSecret();
      const second = await rotateOnce(secretId);
      const token = randomUUID();
      const dying = startProcess({ call, moment: "after" });
      if ((await dying.run("beginRotation", secretId, token)) !== "died") break;
      deaths += 1;
      expect(await redisLogsIn(server, second), `call ${call}`).toBe(true);
      for (const step of wholeRotation) await rotateStep(step, secretId, token);
      const third = await storedValue(secretId, { id: token });
      expect(await taken([first, second, third]), `call ${call}`).toEqual([false, true, true]);
    }
    expect(deaths).toBeGreaterThan(10);
  });
});

describe("an IAM user, which has two access keys at most,", () => {
  let gateway: CheckingGateway;
  let admin: IAMClient;
  let users = 0;
  beforeEach(async () => {
    gateway = await startCheckingGateway(endpoint);
    vi.stubEnv("AWS_ENDPOINT_URL", gateway.endpoint);
    vi.stubEnv("AWS_REGION", "us-east-1");
    admin = new IAMClient({ credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    admin.destroy();
    await gateway.stop();
  });

  async function newSecret() {
    users += 1;
    const username = `unretired-${process.pid}-${users}`;
    await admin.send(new CreateUserCommand({ UserName: username }));
    const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName: username }));
    const key = { accessKeyId: AccessKey?.AccessKeyId, secretAccessKey: AccessKey?.SecretAccessKey };
    return { username, secretId: await storeUnderRotation({ engine: "iam-user", username, ...key }) };
  }

  async function keysOf(username: string) {
    const { AccessKeyMetadata: keys = [] } = await admin.send(
      new ListAccessKeysCommand({ UserName: username }),
    );
    return keys.map((key) => key.AccessKeyId).toSorted();
  }

  test("is rotated again without a retirement in between", async () => {
    const { username, secretId } = await newSecret();
    await rotateOnce(secretId);
    const second = await rotateOnce(secretId);
    const third = await rotateOnce(secretId);
    expect(await keysOf(username)).toEqual([second.accessKeyId, third.accessKeyId].toSorted());
  });

  test("is not rotated while the old key is held, and is told so before anything is changed", async () => {
    const { username, secretId } = await newSecret();
    await rotateOnce(secretId);
    await hold(secretId);
    const [keys, labels] = [await keysOf(username), await labelsOf(secretId)];
    const previous = await versionWith(secretId, "AWSPREVIOUS");

    const refusal = await rotateStep("beginRotation", secretId, randomUUID()).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(CredentialHeldError);
    expect(failureCode(refusal)).toBe("held");
    expect((refusal as Error).message).toMatch(
      new RegExp(
        `of version ${previous} of .* may not be retired: the secret has the tag rekey:hold=true. Set`,
      ),
    );
    expect(await keysOf(username)).toEqual(keys);
    expect(await labelsOf(secretId)).toEqual(labels);
    const { readiness } = await stepResult("checkReadiness", secretId, noToken);
    expect(readiness?.checks.filter(({ result }) => result === "failed")).toMatchObject([{ name: "room" }]);

    // The way back needs no room.
    expect(await rotateStep("beginRollback", secretId, noToken)).toBe("claimed");
    await rotateStep("undoRotation", secretId, String(previous));
    await hold(secretId, false);
    expect((await rotateOnce(secretId)).accessKeyId).not.toBe(keys[0]);
  });
});

test("keys of an API that nothing revokes are left to expire", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  const api = await startApiOfKeys();
  try {
    const secret = overlapSecret(api, api.makeKey());
    const { revoke: _, ...rotation } = secret.rotation;
    const secretId = await storeUnderRotation({ ...secret, rotation });
    for (let n = 0; n < 3; n += 1) await rotateOnce(secretId);
    expect(api.keys).toHaveLength(4);
    const previous = String(await versionWith(secretId, "AWSPREVIOUS"));
    expect(await rotateStep("retireCredential", secretId, previous)).toBe("nothingToRetire");
  } finally {
    await api.stop();
    vi.unstubAllEnvs();
  }
});
