import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import type { Credential } from "../../../shared/rotation/credential.ts";
import { postgres as postgresEngine } from "../../../shared/rotation/engines/postgres/engine.ts";
import {
  AuthenticationError,
  EngineError,
  InvalidSecretError,
  noToken,
  SuperuserMismatchError,
} from "../../../shared/rotation/index.ts";
import {
  asSuperuser,
  createUser,
  type DatabaseUser,
  freshPassword,
  logsIn,
  setPasswordByHand,
} from "./database.ts";
import { type ProcessSettings, rotateStep, startProcess, stepResult } from "./process.ts";
import { freshSecret, rotatedOnce } from "./rotated.ts";
import {
  labelsOf,
  putCurrent,
  putPending,
  secretOf,
  storedValue,
  storeSecret,
  tagSecret,
  userOf,
} from "./secrets.ts";

const { postgres } = inject("integration");
const { host, port } = postgres;
const instanceArn = "arn:aws:rds:us-east-1:000000000000:db:orders";

/** A user whose secret names a superuser, and is rotated by it; with a rotation begun. */
async function withSuperuser(masterarn: string, more: object = {}) {
  const { user, secretId, version } = await freshSecret(postgres, {
    strategy: "single-user",
    masterarn,
    ...more,
  });
  const token = randomUUID();
  await rotateStep("beginRotation", secretId, token);
  return { user, secretId, version, token, pending: await userOf(secretId, { id: token }) };
}

/** Stores the server's superuser as a secret, with some fields changed. */
async function superuserSecret(changed: object = {}): Promise<string> {
  return storeSecret({ ...secretOf(postgres, postgres.superuser), ...changed });
}

describe("a secret that names a superuser", () => {
  test("has its password set by the superuser, once its user has proved who it is", async () => {
    const { user, secretId, token, pending } = await withSuperuser(await superuserSecret());
    const process = startProcess();

    expect(await process.run("setSecret", secretId, token)).toMatchObject({ outcome: "set" });
    const asked = process.calls.filter((call) => /^(logIn|singleUser)/.test(call));
    expect(asked).toEqual(["logIn", "singleUser.set"]);
    expect(await logsIn(postgres, pending)).toBe(true);
    expect(await logsIn(postgres, user)).toBe(false);
  });

  test("is settled by the superuser, and by its user where the superuser's secret is gone", async () => {
    const settledBy: string[] = [];
    const { singleUser } = postgresEngine;
    if (!singleUser) throw new Error("The engine lacks its strategy.");
    const settle = async (as: Credential, current: Credential) => {
      settledBy.push(as.username === current.username ? "its user" : as.username);
    };
    const engine = { ...postgresEngine, singleUser: { ...singleUser, settle } };
    const engines = { names: () => ["postgres"], load: async () => engine };
    const { secretId, token } = await withSuperuser(await superuserSecret());
    for (const step of ["setSecret", "testSecret", "finishSecret"]) {
      await rotateStep(step, secretId, token, { engines });
    }
    const current = await storedValue(secretId, { label: "AWSCURRENT" });
    const next = randomUUID();
    await putPending(secretId, next, { ...current, masterarn: "rotation/there-is-none" });
    await rotateStep("finishSecret", secretId, next, { engines });
    expect(settledBy).toEqual([postgres.superuser.username, "its user"]);
  });

  test("rotates also where the user cannot set its own password", async () => {
    const makeReadOnly = ({ username }: DatabaseUser) =>
      asSuperuser(postgres, `ALTER ROLE ${username} SET default_transaction_read_only = on`);
    const alone = await freshSecret(postgres);
    await makeReadOnly(alone.user);
    const refused = randomUUID();
    await rotateStep("beginRotation", alone.secretId, refused);
    await expect(rotateStep("setSecret", alone.secretId, refused)).rejects.toThrow(EngineError);

    const { user, secretId, token } = await withSuperuser(await superuserSecret());
    await makeReadOnly(user);
    for (const step of ["setSecret", "testSecret", "finishSecret"]) await rotateStep(step, secretId, token);
    expect(await logsIn(postgres, await userOf(secretId, { label: "AWSCURRENT" }))).toBe(true);
    expect(await logsIn(postgres, user)).toBe(false);
  });

  test("is rotated with AWSPREVIOUS's proof too, where the database was restored", async () => {
    const masterarn = await superuserSecret();
    const { secretId, first, second } = await rotatedOnce(postgres, { strategy: "single-user", masterarn });
    await setPasswordByHand(postgres, first);
    const token = randomUUID();
    await rotateStep("beginRotation", secretId, token);

    expect(await rotateStep("setSecret", secretId, token)).toBe("setFromPrevious");
    expect(await logsIn(postgres, await userOf(secretId, { id: token }))).toBe(true);
    for (const old of [first, second]) expect(await logsIn(postgres, old)).toBe(false);
  });

  test("gets nothing from the superuser if its own credentials do not log in", async () => {
    const { user, secretId, token } = await withSuperuser(await superuserSecret());
    const byHand = { ...user, password: freshPassword() };
    await setPasswordByHand(postgres, byHand);
    const process = startProcess();

    await expect(process.run("setSecret", secretId, token)).rejects.toThrow(AuthenticationError);
    expect(process.calls).not.toContain("singleUser.set");
    expect(await logsIn(postgres, byHand)).toBe(true);
  });

  test("is undone by the superuser, and recovered by it", async () => {
    const { user, secretId, version, token } = await withSuperuser(await superuserSecret());
    await rotateStep("setSecret", secretId, token);
    expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
    expect(await logsIn(postgres, user)).toBe(true);

    const next = randomUUID();
    await rotateStep("beginRotation", secretId, next);
    await rotateStep("setSecret", secretId, next);
    expect(await rotateStep("recoverRotation", secretId, noToken)).toBe("promoted");
    expect(await logsIn(postgres, user)).toBe(false);
  });
});

describe("a superuser's secret", () => {
  test.each([
    { leftOut: "engine", fields: { engine: undefined } },
    { leftOut: "dbname", fields: { dbname: undefined } },
    { leftOut: "its TLS settings", fields: { sslrootcert: undefined } },
  ])("may leave out $leftOut, which are the secret's then", async ({ fields }) => {
    const { secretId, token, pending } = await withSuperuser(await superuserSecret(fields));
    expect(await rotateStep("setSecret", secretId, token)).toBe("set");
    expect(await logsIn(postgres, pending)).toBe(true);
  });

  test.each([
    "aws:rds:primaryDBInstanceArn",
    "aws:rds:primarydbinstancearn",
    "aws:rds:primaryDBClusterArn",
    "aws:redshift:primaryClusterArn",
    "aws:redshift-serverless:namespaceArn",
  ])(
    "that its service manages has username and password alone; the service is asked where %s is",
    async (tag) => {
      const masterarn = await storeSecret(postgres.superuser);
      await tagSecret(masterarn, { "rekey:strategy": "none of this", [tag]: instanceArn });
      const { secretId, token, pending } = await withSuperuser(masterarn);
      const asked: string[] = [];
      const settings: ProcessSettings = {
        serverOf: async (arn) => {
          asked.push(arn);
          return { host, port };
        },
      };

      expect(await rotateStep("setSecret", secretId, token, settings)).toBe("set");
      expect(asked).toEqual([instanceArn]);
      expect(await logsIn(postgres, pending)).toBe(true);
    },
  );
});

/** A superuser that cannot be used, the error that tells, and its words. */
interface BadSuperuser {
  what: string;
  make(): Promise<string>;
  error: new (...args: never[]) => Error;
  field?: string;
  says: string[];
  settings?: ProcessSettings;
}

const bad: BadSuperuser[] = [
  {
    what: "that is not there",
    make: async () => "rotation/no-such-superuser",
    error: InvalidSecretError,
    field: "masterarn",
    says: [
      "There is no secret rotation/no-such-superuser",
      "Name the secret of a superuser of the same server.",
    ],
  },
  {
    what: "that is for another host",
    make: () => superuserSecret({ host: "database.example.com" }),
    error: SuperuserMismatchError,
    says: [
      `is for database.example.com:${port}, the secret for localhost:${port}`,
      "Name a superuser of the same server.",
    ],
  },
  {
    what: "that is for another port",
    make: () => superuserSecret({ port: 1 }),
    error: SuperuserMismatchError,
    says: ["is for localhost:1, the secret for"],
  },
  {
    what: "that Amazon RDS made for another server",
    make: async () => {
      const masterarn = await storeSecret(postgres.superuser);
      await tagSecret(masterarn, { "aws:rds:primaryDBInstanceArn": instanceArn });
      return masterarn;
    },
    settings: { serverOf: async () => ({ host: "orders.example.com", port: 5432 }) },
    error: SuperuserMismatchError,
    says: ["is for orders.example.com:5432, the secret for"],
  },
  {
    what: "without a host, and without the tag of Amazon RDS or Amazon Redshift",
    make: () => storeSecret(postgres.superuser),
    error: InvalidSecretError,
    field: "masterarn",
    says: [`has no "host" and is none that Amazon RDS or Amazon Redshift manages`, "Put the host into it."],
  },
  {
    what: "without a password",
    make: () => superuserSecret({ password: undefined }),
    error: InvalidSecretError,
    field: "password",
    says: ["The superuser's secret rotation/", `"password" is missing`],
  },
  {
    what: "that is no JSON",
    make: () => storeSecret("not JSON"),
    error: InvalidSecretError,
    field: "SecretString",
    says: ["superuser's AWSCURRENT", "not JSON"],
  },
];

test.each(bad)(
  "a superuser $what is refused: nothing is set, and the rotation can be undone",
  async (superuser) => {
    const { make, error, field, says, settings = {} } = superuser;
    const { user, secretId, version, token } = await withSuperuser(await make());
    const labels = await labelsOf(secretId);

    const refusal = await rotateStep("setSecret", secretId, token, settings).catch(
      (thrown: unknown) => thrown,
    );
    expect(refusal).toBeInstanceOf(error);
    expect(refusal).toMatchObject({ name: error.name, ...(field && { field }) });
    const { message } = refusal as Error;
    for (const words of says) expect(message).toContain(words);
    expect(message).not.toContain(postgres.superuser.password);
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, user)).toBe(true);

    const check = await stepResult("checkReadiness", secretId, noToken, settings);
    const told = check.readiness?.checks.find(({ name }) => name === "superuser");
    expect(told).toMatchObject({ result: "failed", detail: message });

    expect(await rotateStep("undoRotation", secretId, token, settings)).toBe("undone");
    expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
  },
);

test("a superuser whose password is wrong is told, nothing is set, and the rotation can be undone", async () => {
  const masterarn = await superuserSecret({ password: freshPassword() });
  const { user, secretId, version, token } = await withSuperuser(masterarn);

  const refusal = await rotateStep("setSecret", secretId, token).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AuthenticationError);
  expect((refusal as Error).message).toContain(`refuses the login of "${postgres.superuser.username}"`);
  expect(await logsIn(postgres, user)).toBe(true);

  expect(await rotateStep("undoRotation", secretId, token)).toBe("undone");
  expect(await labelsOf(secretId)).toEqual({ [version]: ["AWSCURRENT"] });
});

test("a secret that guesses a user's password gets nothing from a superuser, in setting or undoing", async () => {
  const victim = await createUser(postgres);
  const masterarn = await superuserSecret();
  const guess = { username: victim.username, password: freshPassword() };
  const { secretId } = await freshSecret(postgres);
  await putCurrent(secretId, { ...secretOf(postgres, guess), strategy: "single-user", masterarn });
  const token = randomUUID();
  await rotateStep("beginRotation", secretId, token);

  await expect(rotateStep("setSecret", secretId, token)).rejects.toThrow(AuthenticationError);
  await expect(rotateStep("undoRotation", secretId, token)).rejects.toThrow(AuthenticationError);
  expect(await logsIn(postgres, victim)).toBe(true);
});
