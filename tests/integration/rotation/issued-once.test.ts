import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { claimVersionOf } from "../../../shared/rotation/claim.ts";
import { http } from "../../../shared/rotation/engines/http/engine.ts";
import {
  type EngineRegistry,
  RotationInProgressError,
  UnsupportedStrategyError,
} from "../../../shared/rotation/index.ts";
import { type ApiOfKeys, startApiOfKeys } from "../../engines/http/api-of-keys.ts";
import { overlapSecret, replacingSecret } from "../../engines/http/secret.ts";
import { rotateStep, startProcess } from "./process.ts";
import { wholeRotation } from "./rotated.ts";
import {
  labelsOf,
  rotateSecret,
  storedValue,
  storeUnderRotation,
  tagSecret,
  versionWith,
} from "./secrets.ts";

let api: ApiOfKeys;
beforeAll(async () => {
  api = await startApiOfKeys();
});
afterAll(() => api.stop());

beforeEach(() => vi.stubEnv("AWS_ENDPOINT_URL", inject("integration").endpoint));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const kinds = { overlap: overlapSecret, replacing: replacingSecret };

async function newSecret(kind: keyof typeof kinds) {
  const first = api.makeKey();
  const secretId = await storeUnderRotation(kinds[kind](api, first));
  return { first, secretId, version: String(await versionWith(secretId, "AWSCURRENT")) };
}

/** How many keys the API was asked to make. */
const issued = () =>
  api.received.filter(({ method, path }) => method === "POST" && /^\/keys/.test(path)).length;

const begin = (secretId: string, token: string) => rotateStep("beginRotation", secretId, token);

describe.each(["overlap", "replacing"] as const)("with keys that the API itself issues (%s)", (kind) => {
  test.each([
    { runs: 2, rounds: 10 },
    { runs: 6, rounds: 3 },
  ])(
    "of $runs rotations begun at once the one that gets AWSPENDING asks for a key, and no other ($rounds rounds)",
    async ({ runs, rounds }) => {
      for (let round = 0; round < rounds; round += 1) {
        const { secretId, version, first } = await newSecret(kind);
        const before = issued();
        const tokens = Array.from({ length: runs }, () => randomUUID());
        const ends = await Promise.allSettled(tokens.map((token) => begin(secretId, token)));

        const winners = tokens.filter((_, index) => ends[index]?.status === "fulfilled");
        const refusals = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
        expect(winners).toHaveLength(1);
        for (const refusal of refusals) expect(refusal).toBeInstanceOf(RotationInProgressError);
        expect(issued() - before).toBe(1);
        const [winner = ""] = winners;
        expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [winner]: ["AWSPENDING"] });
        for (const step of wholeRotation.slice(1)) await rotateStep(step, secretId, winner);
        const { apiKey } = await storedValue(secretId, { label: "AWSCURRENT" });
        expect(apiKey).not.toBe(first.secret);
        expect(api.keys.map(({ secret }) => secret)).toContain(apiKey);
      }
    },
  );

  test("a rotation begun while Secrets Manager's own has AWSPENDING asks for none", async () => {
    const { secretId } = await newSecret(kind);
    await rotateSecret(secretId, randomUUID());
    const before = issued();
    await expect(begin(secretId, randomUUID())).rejects.toThrow(RotationInProgressError);
    expect(issued()).toBe(before);
  });
});

test("a beginning that comes second takes its label off again, however late it is", async () => {
  const { secretId, version } = await newSecret("overlap");
  const [winner, late] = [randomUUID(), randomUUID()];
  const process = startProcess();
  const putsClaim = Promise.withResolvers<void>();
  const engines: EngineRegistry = {
    names: () => ["http"],
    load: async () => {
      putsClaim.resolve();
      await first;
      return http;
    },
  };
  // The late one has seen that AWSPENDING is free, and reads AWSCURRENT until the other has done.
  const second = rotateStep("beginRotation", secretId, late, { engines });
  const first = putsClaim.promise.then(() => process.run("beginRotation", secretId, winner));
  await expect(second).rejects.toThrow(RotationInProgressError);
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [winner]: ["AWSPENDING"] });
});

test("a beginning whose API refuses gives AWSPENDING back, and can be repeated", async () => {
  const { secretId, version, first } = await newSecret("overlap");
  const token = randomUUID();
  api.keys.splice(api.keys.indexOf(first), 1);
  await expect(begin(secretId, token)).rejects.toThrow();
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });

  api.keys.push(first);
  expect(await begin(secretId, token)).toBe("claimed");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [token]: ["AWSPENDING"] });
});

test("AWSPENDING goes back to the finished rotation that had it", async () => {
  const { secretId } = await newSecret("overlap");
  const token = randomUUID();
  for (const step of wholeRotation) await rotateStep(step, secretId, token);
  const labels = await labelsOf(secretId);
  const kept = api.keys.splice(0);
  await expect(begin(secretId, randomUUID())).rejects.toThrow();
  expect(await labelsOf(secretId)).toEqual(labels);
  api.keys.push(...kept);
});

describe("a beginning that dies while it has the claim", () => {
  /** Dies just before the API is asked. */
  async function died() {
    const secret = await newSecret("overlap");
    const token = randomUUID();
    const undisturbed = startProcess();
    await undisturbed.run("beginRotation", (await newSecret("overlap")).secretId, randomUUID());
    const call = undisturbed.calls.indexOf("next") + 1;
    const dying = startProcess({ call, moment: "before" });
    expect(await dying.run("beginRotation", secret.secretId, token)).toBe("died");
    const claim = claimVersionOf(token);
    expect(await versionWith(secret.secretId, "AWSPENDING")).toBe(claim);
    return { ...secret, token, claim };
  }

  test("is completed by beginning it again, and keeps others out until then", async () => {
    const { secretId, version, token } = await died();
    await expect(begin(secretId, randomUUID())).rejects.toThrow(RotationInProgressError);
    await expect(rotateStep("beginRollback", secretId, randomUUID())).rejects.toThrow();
    const before = issued();
    expect(await begin(secretId, token)).toBe("claimed");
    expect(issued() - before).toBe(1);
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"], [token]: ["AWSPENDING"] });
  });

  /** Dies when the key is stored, before its version has AWSPENDING. */
  async function diedLate(kind: keyof typeof kinds) {
    const secret = await newSecret(kind);
    const token = randomUUID();
    const undisturbed = startProcess();
    await undisturbed.run("beginRotation", (await newSecret(kind)).secretId, randomUUID());
    const call = undisturbed.calls.lastIndexOf("PutSecretValue") + 1;
    const dying = startProcess({ call, moment: "after" });
    expect(await dying.run("beginRotation", secret.secretId, token)).toBe("died");
    expect(await versionWith(secret.secretId, "AWSPENDING")).toBe(claimVersionOf(token));
    return { ...secret, token };
  }

  test.each(["recoverRotation", "undoRotation"])(
    "after the only key that works was stored does not lose it: %s finishes the rotation",
    async (step) => {
      const { secretId, version, token, first } = await diedLate("replacing");
      expect(api.keys).not.toContain(first);
      expect(await rotateStep(step, secretId, token)).toBe("promoted");
      expect(await labelsOf(secretId)).toEqual({
        [version]: ["AWSPREVIOUS"],
        [token]: ["AWSCURRENT", "AWSPENDING"],
      });
    },
  );

  test("after one of two keys was stored is undone with the key", async () => {
    const { secretId, version, token, first } = await diedLate("overlap");
    const before = api.keys.length;
    expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
    expect(api.keys).toHaveLength(before - 1);
    expect(api.keys).toContain(first);
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  });

  test("before it had AWSPENDING leaves a label that the next rotation takes off", async () => {
    const { secretId, version } = await newSecret("overlap");
    const undisturbed = startProcess();
    await undisturbed.run("beginRotation", (await newSecret("overlap")).secretId, randomUUID());
    const dying = startProcess({ call: undisturbed.calls.indexOf("PutSecretValue") + 1, moment: "after" });
    expect(await dying.run("beginRotation", secretId, randomUUID())).toBe("died");
    expect(Object.keys(await labelsOf(secretId))).toHaveLength(2);

    const token = randomUUID();
    for (const step of wholeRotation) await rotateStep(step, secretId, token);
    expect(await labelsOf(secretId)).toEqual({
      [version]: ["AWSPREVIOUS"],
      [token]: ["AWSCURRENT", "AWSPENDING"],
    });
  });

  test("is undone by its own token", async () => {
    const { secretId, version, token } = await died();
    expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  });

  test("is left alone as long as it may live, and recovered after", async () => {
    const { secretId, version, claim } = await died();
    await expect(rotateStep("recoverRotation", secretId, randomUUID())).rejects.toThrow(
      RotationInProgressError,
    );
    expect(await versionWith(secretId, "AWSPENDING")).toBe(claim);

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 120_000 });
    expect(await rotateStep("recoverRotation", secretId, randomUUID())).toBe("undone");
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  });

  test("does not keep AWSPENDING where the API takes no key any more", async () => {
    const { secretId, version, first } = await died();
    api.keys.splice(api.keys.indexOf(first), 1);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 120_000 });
    await expect(rotateStep("recoverRotation", secretId, randomUUID())).rejects.toThrow(
      "takes no credential",
    );
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  });

  test.each(["createSecret", "setSecret", "testSecret", "finishSecret"])(
    "is not taken for a new credential by %s",
    async (step) => {
      const { secretId, claim } = await died();
      const before = issued();
      await expect(rotateStep(step, secretId, claim)).rejects.toThrow(RotationInProgressError);
      expect(issued()).toBe(before);
    },
  );
});

test("a secret whose tag says single-user is rotated so, and one whose tag does not fit is refused before the API is asked", async () => {
  const { strategy: _, ...secret } = replacingSecret(api, api.makeKey());
  const secretId = await storeUnderRotation(secret);
  const before = issued();
  for (const step of ["planRotation", "beginRotation"]) {
    await expect(rotateStep(step, secretId, randomUUID())).rejects.toThrow(UnsupportedStrategyError);
  }
  expect(issued()).toBe(before);

  await tagSecret(secretId, { "rekey:strategy": "single-user" });
  const token = randomUUID();
  for (const step of wholeRotation) await rotateStep(step, secretId, token);
  expect(issued()).toBe(before + 1);
  expect(await versionWith(secretId, "AWSCURRENT")).toBe(token);
});
