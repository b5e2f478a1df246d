import { randomUUID } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../local/postgres/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { HostUnreachableError } from "../../../shared/rotation/index.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";
import {
  clearTextServerOf,
  createUser,
  type DatabaseServer,
  logsIn,
  sessionsOf,
  whileChanging,
} from "./database.ts";
import { rotateStep } from "./process.ts";
import { labelsOf, secretOf, storeUnderRotation, userOf, versionWith } from "./secrets.ts";

let running: RunningPostgres;
let server: DatabaseServer;
let proxy: CuttingProxy;

beforeAll(async () => {
  // The proxy has to read along to know when the statement comes by.
  running = await startPostgres({ tls: false });
  server = clearTextServerOf(running);
  proxy = await startCuttingProxy(running.port);
});
afterAll(async () => {
  await proxy?.stop();
  await running?.stop();
});

/** A secret whose server is behind the proxy, and its rotation up to setSecret. */
async function untilSetSecret() {
  const user = await createUser(server);
  const secretId = await storeUnderRotation(secretOf({ ...server, port: proxy.port }, user));
  const version = String(await versionWith(secretId, "AWSCURRENT"));
  const token = randomUUID();
  await rotateStep("beginRotation", secretId, token);
  return { user, secretId, version, token, pending: await userOf(secretId, { id: token }) };
}

describe.each([
  { cut: "before the statement", setsPassword: false, repeated: "set" },
  { cut: "before the answer", setsPassword: true, repeated: "alreadySet" },
] as const)("a connection that breaks $cut", ({ cut, setsPassword, repeated }) => {
  test("while the password is set: the error says so, and setSecret again completes it", async () => {
    const { user, secretId, token, pending } = await untilSetSecret();
    const cutsBefore = proxy.cuts();
    proxy.cutNext("ALTER ROLE", cut);

    const failure = await rotateStep("setSecret", secretId, token).catch((error: unknown) => error);
    expect(proxy.cuts()).toBe(cutsBefore + 1);
    expect(failure).toBeInstanceOf(HostUnreachableError);
    expect(await logsIn(server, pending)).toBe(setsPassword);
    expect(await logsIn(server, user)).toBe(!setsPassword);

    expect(await rotateStep("setSecret", secretId, token)).toBe(repeated);
    await rotateStep("testSecret", secretId, token);
    await rotateStep("finishSecret", secretId, token);
    expect(await userOf(secretId, { label: "AWSCURRENT" })).toEqual(pending);
    expect(await logsIn(server, pending)).toBe(true);
    expect(await logsIn(server, user)).toBe(false);
  });

  test("while the password is set: undoRotation takes it back", async () => {
    const { user, secretId, version, token } = await untilSetSecret();
    proxy.cutNext("ALTER ROLE", cut);
    await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(HostUnreachableError);

    expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
    expect(await logsIn(server, user)).toBe(true);
  });

  test("while the password is put back: undoRotation again completes it", async () => {
    const { user, secretId, version, token } = await untilSetSecret();
    await rotateStep("setSecret", secretId, token);
    proxy.cutNext("ALTER ROLE", cut);
    await expect(rotateStep("undoRotation", secretId, token)).rejects.toThrow(HostUnreachableError);
    expect((await labelsOf(secretId))[token]).toContain("AWSPENDING");

    expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
    expect(await logsIn(server, user)).toBe(true);
  });

  test("while AWSPENDING is tested: the error says so, and testSecret again passes", async () => {
    const { secretId, token } = await untilSetSecret();
    await rotateStep("setSecret", secretId, token);
    proxy.cutNext("SELECT now()", cut);
    await expect(rotateStep("testSecret", secretId, token)).rejects.toThrow(HostUnreachableError);

    expect(await rotateStep("testSecret", secretId, token)).toBe("tested");
  });
});

test("a statement that waited in the server when its connection broke sets no password after undoRotation", async () => {
  const { user, secretId, version, token } = await untilSetSecret();
  proxy.cutNext("ALTER ROLE", "after the statement");
  await whileChanging(server, user, async () => {
    await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(HostUnreachableError);
    expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
  });

  await waitFor(async () => ((await sessionsOf(server, user)) === 0 ? true : undefined), {
    what: "the sessions of the broken connection to end",
    seconds: 20,
    everyMs: 20,
  });
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  expect(await logsIn(server, user)).toBe(true);
});

test("a server that takes connections and never answers is told as unreachable, before the time is over", async () => {
  const silent = createServer();
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  silent.listen(0, "localhost", resolve);
  await listening;
  const { port } = silent.address() as AddressInfo;
  try {
    const user = await createUser(server);
    const secretId = await storeUnderRotation(secretOf({ ...server, port }, user));
    const labels = await labelsOf(secretId);

    const failure = await rotateStep("beginRotation", secretId, randomUUID(), {
      remainingMs: () => 4_000,
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HostUnreachableError);
    expect((failure as Error).message).toContain(
      `localhost:${port} cannot be reached: it did not answer in time`,
    );
    expect(await labelsOf(secretId)).toEqual(labels);
  } finally {
    silent.close();
  }
});
