import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { makeCertificate } from "../../../local/certificates.ts";
import { type RunningLocalStack, startLocalStack } from "../../../local/localstack/index.ts";
import type { SecretFields } from "../../../shared/rotation/engine.ts";
import { iamUser } from "../../../shared/rotation/engines/iam-user/engine.ts";
import { AuthenticationError, EngineError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { startApiOfKeys } from "../http/api-of-keys.ts";
import { failureOf as failureWithout } from "../http/failure.ts";
import { type CheckingGateway, startCheckingGateway } from "./checking-gateway.ts";

const timeoutMs = 10_000;

let localStack: RunningLocalStack;
let gateway: CheckingGateway;
let admin: IAMClient;
let users = 0;

beforeAll(async () => {
  localStack = await startLocalStack();
});
afterAll(() => localStack.stop());

beforeEach(async () => {
  gateway = await startCheckingGateway(localStack.endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL", gateway.endpoint);
  vi.stubEnv("AWS_REGION", "us-east-1");
  admin = new IAMClient({ credentials: { accessKeyId: "test", secretAccessKey: "test" } });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  admin.destroy();
  await gateway.stop();
});

/** A user that nobody else has, with a key, as its secret holds it. */
async function userSecret() {
  users += 1;
  const username = `billing-${process.pid}-${users}`;
  await admin.send(new CreateUserCommand({ UserName: username, Path: "/applications/" }));
  return { engine: "iam-user", username, ...(await makeKey(username)), note: "of the billing team" };
}

async function makeKey(username: string) {
  const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName: username }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

async function keysOf(username: string): Promise<(string | undefined)[]> {
  const { AccessKeyMetadata: keys = [] } = await admin.send(
    new ListAccessKeysCommand({ UserName: username }),
  );
  return keys.map((key) => key.AccessKeyId);
}

async function deactivate(username: string, accessKeyId: string) {
  await admin.send(
    new UpdateAccessKeyCommand({ UserName: username, AccessKeyId: accessKeyId, Status: "Inactive" }),
  );
}

const next = (secret: SecretFields, labelled: SecretFields[] = [secret]) =>
  iamUser.next(secret, String(secret.username), {
    newPassword: () => Promise.reject(new Error("no password is needed")),
    versionId: "c2b1f8c0-6f0e-4c58-9d9b-1b9b3c2f7a11",
    labelled: async () => labelled,
    timeoutMs,
  });
const logIn = (secret: SecretFields, within = timeoutMs) => iamUser.logIn(iamUser.parse(secret), within);
const add = (current: SecretFields, pending: SecretFields, within = timeoutMs) => {
  const as = iamUser.parse(current);
  return (
    iamUser.overlap?.add(as, as, iamUser.parse(pending), within) ?? Promise.reject(new Error("no overlap"))
  );
};
const remove = (kept: SecretFields, old: SecretFields, within = timeoutMs) => {
  const as = iamUser.parse(kept);
  return (
    iamUser.overlap?.remove(as, as, iamUser.parse(old), within) ?? Promise.reject(new Error("no overlap"))
  );
};

/** The error of an attempt, which holds no secret wherever one looks. */
const failureOf = (attempt: Promise<unknown>, ...secrets: SecretFields[]) =>
  failureWithout(
    attempt,
    secrets.map(({ secretAccessKey }) => String(secretAccessKey)),
  );

/** Some time passes, for whoever asks the clock. */
function minutesPass(minutes: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
}

describe("rotating with overlap", () => {
  test("makes a second key with the first one, and keeps every other field", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    expect(made).toEqual({
      ...secret,
      accessKeyId: expect.stringMatching(/^\w{16,}$/),
      secretAccessKey: expect.stringMatching(/^\S{40}$/),
      createDate: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await keysOf(secret.username)).toEqual([secret.accessKeyId, made.accessKeyId]);
    const used = gateway.calls.filter(({ action }) => action === "CreateAccessKey").at(-1);
    expect(used?.accessKeyId).toBe(secret.accessKeyId);
    await logIn(secret);
    await logIn(made);
  });

  test("adds the new key, once or twice, and both work", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    await add(secret, made);
    await add(secret, made);
    await logIn(secret);
    await logIn(made);
    expect(gateway.calls.map(({ action }) => action)).not.toContain("UpdateAccessKey");
  });

  test("activates a new key that somebody deactivated", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    await deactivate(secret.username, String(made.accessKeyId));
    await add(secret, made);
    await logIn(made);
  });

  test("removes the old key with the kept one, and is satisfied with one that is gone", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    await remove(made, secret);
    expect(await keysOf(secret.username)).toEqual([made.accessKeyId]);
    await expect(logIn(secret)).rejects.toBeInstanceOf(AuthenticationError);
    await remove(made, secret);
    await logIn(made);
  });

  test("deactivates before it deletes", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    gateway.disturb("DeleteAccessKey", { done: false, error: { status: 403, code: "AccessDenied" } });
    const error = await failureOf(remove(made, secret), secret, made);
    expect(error).toMatchObject({ name: "EngineError", code: "privilege" });
    await expect(logIn(secret)).rejects.toBeInstanceOf(AuthenticationError);
    await remove(made, secret);
    expect(await keysOf(secret.username)).toEqual([made.accessKeyId]);
  });

  test("never removes the kept key, even if the old version holds the same", async () => {
    const secret = await userSecret();
    await remove({ ...secret, note: "new" }, secret);
    await logIn(secret);
  });

  test.each(
    ["ListAccessKeys", "CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey"].flatMap((action) => [
      { action, done: false, when: "before" },
      { action, done: true, when: "after" },
    ]),
  )(
    "a rotation whose $action is cut $when AWS did it is repeated and ends as the first would",
    async ({ action, done }) => {
      const secret = await userSecret();
      gateway.disturb(action, { done, cut: true });
      const untilDone = async <T>(work: () => Promise<T>): Promise<T> => {
        try {
          return await work();
        } catch (error) {
          expect(error).toBeInstanceOf(HostUnreachableError);
          minutesPass(16);
          return work();
        }
      };
      const made = await untilDone(() => next(secret));
      await untilDone(() => add(secret, made));
      await untilDone(() => remove(made, secret));
      expect(await keysOf(secret.username)).toEqual([made.accessKeyId]);
      await logIn(made);
    },
  );
});

describe("a key that AWS does not know everywhere yet", () => {
  test("is tried until it is taken", async () => {
    const secret = await userSecret();
    gateway.refuseNewKeys(3);
    const made = await next(secret);
    await add(secret, made);
    expect(gateway.calls.filter(({ accessKeyId }) => accessKeyId === made.accessKeyId)).toHaveLength(4);
  });

  test("is refused in time where it is never taken", async () => {
    const secret = await userSecret();
    gateway.refuseNewKeys(1_000);
    const made = await next(secret);
    const error = await failureOf(logIn(made, 1_000), secret, made);
    expect(error).toBeInstanceOf(AuthenticationError);
  });

  test("is refused at once where it is older than two minutes, or was made by hand", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    await deactivate(secret.username, String(made.accessKeyId));
    const { createDate: _, ...byHand } = made;
    minutesPass(3);
    for (const key of [made, byHand]) {
      const before = gateway.calls.length;
      await expect(logIn(key)).rejects.toBeInstanceOf(AuthenticationError);
      expect(gateway.calls).toHaveLength(before + 1);
    }
  });
});

describe("a deleted key that AWS takes for some time", () => {
  test("is tried until it is refused", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    await logIn(secret);
    gateway.rememberKey(secret.accessKeyId, 2);
    await remove(made, secret);
    await expect(logIn(secret)).rejects.toBeInstanceOf(AuthenticationError);
  });

  test("is told where it takes longer, and a repetition ends well", async () => {
    const secret = await userSecret();
    const made = await next(secret);
    await logIn(secret);
    gateway.rememberKey(secret.accessKeyId, 1_000);
    const error = await failureOf(remove(made, secret, 1_000), secret, made);
    expect(error).toMatchObject({
      code: "answer",
      message: expect.stringContaining("Repeat this in a minute"),
    });
    gateway.rememberKey(secret.accessKeyId, 0);
    await remove(made, secret);
  });
});

describe("a user that has two keys already", () => {
  test("loses the one that no version holds, that was never used and is older than 15 minutes", async () => {
    const secret = await userSecret();
    const orphan = await makeKey(secret.username);
    minutesPass(16);
    const made = await next(secret);
    expect(await keysOf(secret.username)).toEqual([secret.accessKeyId, made.accessKeyId]);
    expect(made.accessKeyId).not.toBe(orphan.accessKeyId);
  });

  test("loses the inactive one that no version holds", async () => {
    const secret = await userSecret();
    const { accessKeyId } = await makeKey(secret.username);
    await deactivate(secret.username, accessKeyId);
    const made = await next(secret);
    expect(await keysOf(secret.username)).toEqual([secret.accessKeyId, made.accessKeyId]);
  });

  test("keeps one that another run may be about to store", async () => {
    const secret = await userSecret();
    const young = await makeKey(secret.username);
    minutesPass(14);
    const error = await failureOf(next(secret), secret, young);
    expect(error).toMatchObject({
      code: "quota",
      message: expect.stringContaining("may be about to store it"),
    });
    expect(await keysOf(secret.username)).toEqual([secret.accessKeyId, young.accessKeyId]);
  });

  test("keeps one that is used, whoever made it", async () => {
    const secret = await userSecret();
    const foreign = await makeKey(secret.username);
    await logIn({ ...secret, ...foreign });
    minutesPass(90);
    const error = await failureOf(next(secret), secret, foreign);
    expect(error).toMatchObject({
      code: "quota",
      message: expect.stringContaining(`${foreign.accessKeyId}: no version`),
    });
    expect(await keysOf(secret.username)).toEqual([secret.accessKeyId, foreign.accessKeyId]);
  });

  test("keeps the one of AWSPREVIOUS, active or not, and is told to retire it", async () => {
    const secret = await userSecret();
    const previous = { ...secret, ...(await makeKey(secret.username)) };
    await deactivate(secret.username, previous.accessKeyId);
    minutesPass(90);
    const error = await failureOf(next(secret, [secret, previous]), secret, previous);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({
      code: "quota",
      message: expect.stringContaining("Retire the key of AWSPREVIOUS"),
    });
    expect(await keysOf(secret.username)).toEqual([secret.accessKeyId, previous.accessKeyId]);
  });

  test("is told so, too, where the second key comes at the last moment", async () => {
    const secret = await userSecret();
    gateway.disturb("CreateAccessKey", { done: false, error: { status: 409, code: "LimitExceeded" } });
    expect(await failureOf(next(secret), secret)).toMatchObject({ name: "EngineError", code: "quota" });
  });
});

describe("a key that cannot be rotated with", () => {
  test("is refused where its secret is another one", async () => {
    const secret = await userSecret();
    const wrong = { ...secret, secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
    const error = await failureOf(logIn(wrong), wrong);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain("SignatureDoesNotMatch");
    await expect(next(wrong)).rejects.toBeInstanceOf(AuthenticationError);
  });

  test("is refused where it is inactive, and where it is deleted", async () => {
    const secret = await userSecret();
    await deactivate(secret.username, secret.accessKeyId);
    await expect(logIn(secret)).rejects.toMatchObject({
      name: "AuthenticationError",
      code: "authentication",
    });
    await admin.send(
      new DeleteAccessKeyCommand({ UserName: secret.username, AccessKeyId: secret.accessKeyId }),
    );
    await expect(logIn(secret)).rejects.toMatchObject({
      name: "AuthenticationError",
      code: "authentication",
    });
  });

  test("is no key of the secret's user where it is another's", async () => {
    const [secret, other] = [await userSecret(), await userSecret()];
    const error = await failureOf(logIn({ ...secret, ...{ username: other.username } }), secret);
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({
      code: "answer",
      message: expect.stringContaining(`user/applications/${secret.username}`),
    });
  });

  test.each(["ListAccessKeys", "CreateAccessKey"])("may lack the right to %s", async (action) => {
    const secret = await userSecret();
    gateway.disturb(action, { done: false, error: { status: 403, code: "AccessDenied" } });
    expect(await failureOf(next(secret), secret)).toMatchObject({ name: "EngineError", code: "privilege" });
    expect(await keysOf(secret.username)).toEqual([secret.accessKeyId]);
  });

  test("may belong to no user that is there", async () => {
    const secret = await userSecret();
    gateway.disturb("ListAccessKeys", { done: false, error: { status: 404, code: "NoSuchEntity" } });
    expect(await failureOf(next(secret), secret)).toMatchObject({
      code: "answer",
      message: expect.stringContaining("no such user"),
    });
  });
});

describe("AWS that cannot be talked to", () => {
  test("is tried again where it is busy, but is never asked twice for a key", async () => {
    const secret = await userSecret();
    gateway.disturb("ListAccessKeys", { done: false, error: { status: 400, code: "Throttling" } });
    gateway.disturb("CreateAccessKey", { done: false, error: { status: 503, code: "ServiceUnavailable" } });
    const error = await failureOf(next(secret), secret);
    expect(error).toMatchObject({ name: "HostUnreachableError", code: "quota" });
    expect(gateway.calls.filter(({ action }) => action === "ListAccessKeys")).toHaveLength(2);
    // The first one made the user's first key.
    expect(gateway.calls.filter(({ action }) => action === "CreateAccessKey")).toHaveLength(2);
  });

  test("is unreachable where it does not answer in time", async () => {
    const secret = await userSecret();
    gateway.disturb("GetCallerIdentity", { done: false, stall: true });
    expect(await failureOf(logIn(secret, 400), secret)).toMatchObject({
      name: "HostUnreachableError",
      code: "connect",
    });
  });

  test("is unreachable where nothing listens", async () => {
    const secret = await userSecret();
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    expect(await failureOf(logIn(secret), secret)).toMatchObject({
      name: "HostUnreachableError",
      code: "connect",
    });
  });

  test("is unreachable where its name does not resolve", async () => {
    const secret = await userSecret();
    vi.stubEnv("AWS_ENDPOINT_URL", "http://aws.invalid");
    expect(await failureOf(logIn(secret), secret)).toMatchObject({
      name: "HostUnreachableError",
      code: "dns",
    });
  });

  test("is not trusted where its certificate is signed by nobody known", async () => {
    const impostor = await startApiOfKeys(await makeCertificate("localhost"));
    const secret = await userSecret();
    vi.stubEnv("AWS_ENDPOINT_URL", impostor.url);
    expect(await failureOf(logIn(secret), secret)).toMatchObject({
      name: "TlsVerificationError",
      code: "tls",
    });
    expect(impostor.received).toEqual([]);
    await impostor.stop();
  });

  test("is asked in the Region that the secret names", async () => {
    const secret = await userSecret();
    vi.stubEnv("AWS_REGION", undefined);
    await logIn({ ...secret, region: "eu-central-1" });
    expect(await failureOf(logIn(secret), secret)).toMatchObject({
      name: "InvalidSecretError",
      field: "region",
    });
  });
});
