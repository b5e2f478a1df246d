import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ChangeInProgressError,
  CredentialHeldError,
  isUnderWay,
  noToken,
} from "../../../shared/rotation/index.ts";
import { type ElastiCacheApi, startElastiCacheApi } from "../../engines/elasticache/api.ts";
import { type ProcessSettings, rotateStep, startProcess } from "./process.ts";
import { wholeRotation } from "./rotated.ts";
import { labelsOf, storedValue, storeUnderRotation, tagSecret, versionWith } from "./secrets.ts";

/* ElastiCache takes minutes for a change; here, more looks at the user than a phase has time for. */

/** Little time: a phase waits for a second. */
const hasty: ProcessSettings = { remainingMs: () => 4_000 };
const tooSlow = 1_000;

let api: ElastiCacheApi;
let user = "";
let users = 0;

beforeAll(async () => {
  api = await startElastiCacheApi(async () => {});
  vi.stubEnv("AWS_ENDPOINT_URL_ELASTICACHE", api.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await api?.stop();
});

beforeEach(() => {
  users += 1;
  user = `app-${users}`;
  api.users.set(user, { name: "app", status: "active", type: "password", passwords: ["password-number-1"] });
  api.requests.length = 0;
  api.slowness = tooSlow;
});

const step = (name: string, secretId: string, token: string) => rotateStep(name, secretId, token, hasty);
const modifications = () => api.requests.filter(({ action }) => action === "ModifyUser");
const passwords = () => api.users.get(user)?.passwords;

/** ElastiCache comes to an end with what it is at. */
function complete(): void {
  const changed = api.users.get(user);
  if (changed) changed.status = "active";
}

function store(): Promise<string> {
  return storeUnderRotation({
    user_arn: `arn:aws:elasticache:eu-central-1:123456789012:user:${user}`,
    username: "app",
    password: "password-number-1",
  });
}

async function rotateOnce(secretId: string): Promise<void> {
  const token = randomUUID();
  for (const name of wholeRotation) await step(name, secretId, token);
}

/** A secret that was rotated once, quickly. */
async function storedAndRotated() {
  const secretId = await store();
  await rotateOnce(secretId);
  const { password } = await storedValue(secretId, { label: "AWSCURRENT" });
  return { secretId, password };
}

/** A secret whose rotation has begun to change its user. */
async function begun() {
  const secretId = await store();
  const version = String(await versionWith(secretId, "AWSCURRENT"));
  const token = randomUUID();
  await step("beginRotation", secretId, token);
  await expect(step("setSecret", secretId, token)).rejects.toThrow(ChangeInProgressError);
  const { password } = await storedValue(secretId, { id: token });
  return { secretId, version, token, password };
}

describe("a change that takes the system longer than a phase", () => {
  test("is begun once, however often the phases are repeated, and promoted once it has ended", async () => {
    const { secretId, version, token, password } = await begun();
    expect(passwords()).toEqual([password, "password-number-1"]);
    for (const name of ["createSecret", "setSecret", "testSecret"]) {
      const again = step(name, secretId, token);
      await expect(again).rejects.toThrow(ChangeInProgressError);
    }
    complete();
    for (const name of ["createSecret", "setSecret", "testSecret", "finishSecret"]) {
      await step(name, secretId, token);
    }
    expect(modifications()).toHaveLength(1);
    expect(await labelsOf(secretId)).toEqual({
      [version]: ["AWSPREVIOUS"],
      [token]: ["AWSCURRENT", "AWSPENDING"],
    });
  });

  test("is marked, so that a process that dies meanwhile is followed by one that knows", async () => {
    const { secretId, token } = await begun();
    expect((await labelsOf(secretId))[token]).toEqual(["AWSPENDING", "REKEYCHANGING"]);
    complete();
    const process = startProcess(undefined, hasty);
    expect(await process.run("setSecret", secretId, token)).toMatchObject({ outcome: "alreadySet" });
    expect(process.calls).not.toContain("overlap.add");
  });

  test("is recovered when it has ended, and not before", async () => {
    const { secretId, token, password } = await begun();
    const early = await step("recoverRotation", secretId, noToken).catch((error: unknown) => error);
    expect(early).toBeInstanceOf(ChangeInProgressError);
    expect(isUnderWay(early)).toBe(true);
    complete();
    expect(await step("recoverRotation", secretId, noToken)).toBe("promoted");
    expect(await versionWith(secretId, "AWSCURRENT")).toBe(token);
    expect(passwords()).toEqual([password, "password-number-1"]);
    expect(modifications()).toHaveLength(1);
  });

  test("is no longer only waited for after an hour", async () => {
    const { secretId } = await begun();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_700_000 });
    try {
      const failure = await step("recoverRotation", secretId, noToken).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: "EngineError", code: "changing" });
      expect(isUnderWay(failure)).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is taken back when it has ended, and what is taken back is not taken for set", async () => {
    const { secretId, version, token } = await begun();
    await expect(step("undoRotation", secretId, token)).rejects.toThrow(ChangeInProgressError);
    expect((await labelsOf(secretId))[token]).toEqual(["AWSPENDING"]);
    complete();
    await expect(step("undoRotation", secretId, token)).rejects.toThrow(ChangeInProgressError);
    complete();
    expect(await step("undoRotation", secretId, token)).toBe("undone");
    expect(passwords()).toEqual(["password-number-1"]);
    expect(modifications()).toHaveLength(2);
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  });

  test("of a retirement is begun once, and the version marked when it has ended", async () => {
    const { secretId, version, token, password } = await begun();
    complete();
    for (const name of ["setSecret", "testSecret", "finishSecret"]) await step(name, secretId, token);
    await expect(step("retireCredential", secretId, version)).rejects.toThrow(ChangeInProgressError);
    expect((await labelsOf(secretId))[version]).toEqual(["AWSPREVIOUS"]);
    complete();
    expect(await step("retireCredential", secretId, version)).toBe("retired");
    expect(passwords()).toEqual([password]);
    expect(modifications()).toHaveLength(2);
  });
});

test("a system that drops the oldest of two by itself is not asked to before, and holds none back for a third", async () => {
  api.slowness = 0;
  const { secretId, password } = await storedAndRotated();
  const next = randomUUID();
  await step("beginRotation", secretId, next);
  expect(modifications()).toHaveLength(1);
  await step("undoRotation", secretId, next);
  expect(passwords()).toEqual([password]);

  await rotateOnce(secretId);
  await tagSecret(secretId, { "rekey:hold": "true" });
  const [labels, before] = [await labelsOf(secretId), modifications().length];
  await expect(step("beginRotation", secretId, randomUUID())).rejects.toThrow(CredentialHeldError);
  expect(await labelsOf(secretId)).toEqual(labels);
  expect(modifications()).toHaveLength(before);
});
