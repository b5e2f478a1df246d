import { randomUUID } from "node:crypto";
import getPort from "get-port";
import { describe, expect, inject, test } from "vitest";
import { postgres as engine } from "../../../shared/rotation/engines/postgres/engine.ts";
import { defaultPasswordPolicy, noToken } from "../../../shared/rotation/index.ts";
import { asSuperuser, createUser, type DatabaseUser, freshPassword, logsIn } from "./database.ts";
import { type ProcessSettings, rotateStep, startProcess, stepResult } from "./process.ts";
import { freshSecret } from "./rotated.ts";
import {
  labelsOf,
  putCurrent,
  rotateSecret,
  secretOf,
  storedValueIfAny,
  storeSecret,
  tagSecret,
} from "./secrets.ts";

const { postgres } = inject("integration");

const allChecks = [
  "secret",
  "rotation",
  "labels",
  "value",
  "strategy",
  "room",
  "login",
  "superuser",
  "privilege",
  "password",
  "time",
];

async function readinessOf(secretId: string, settings: ProcessSettings = {}) {
  const { outcome, readiness } = await stepResult("checkReadiness", secretId, noToken, settings);
  expect(outcome).toBe("reported");
  if (!readiness) throw new Error("The step told no readiness.");
  const failed = readiness.checks.filter(({ result }) => result === "failed");
  expect(readiness.ready).toBe(failed.length === 0);
  return { ...readiness, names: readiness.checks.map(({ name }) => name), failed };
}

test("a secret that would rotate passes every check, in the order in which a rotation needs them", async () => {
  const { secretId, user } = await freshSecret(postgres);
  const { ready, names, checks } = await readinessOf(secretId);

  expect(ready).toBe(true);
  expect(names).toEqual(allChecks);
  const details = Object.fromEntries(checks.map(({ name, detail }) => [name, detail]));
  expect(details).toMatchObject({
    strategy: `single-user; the next version is for "${user.username}".`,
    login: expect.stringContaining(`AWSCURRENT logs in at localhost:${postgres.port} as "${user.username}"`),
    superuser: "None is needed.",
    privilege: `"${user.username}" may change the credential, as far as the system tells.`,
    password: "A password of 32 characters can be made.",
    time: "60 s are left of the function's time after all of this.",
  });
  expect(JSON.stringify(checks)).not.toContain(user.password);
});

test("checking calls nothing that changes a secret or a database", async () => {
  const { secretId, user } = await freshSecret(postgres);
  const labels = await labelsOf(secretId);
  const process = startProcess();
  await process.run("checkReadiness", secretId, noToken);

  expect(new Set(process.calls)).toEqual(
    new Set([
      ...["DescribeSecret", "GetSecretValue", "GetRandomPassword"],
      ...["logIn", "singleUser.checkPrivilege"],
    ]),
  );
  expect(await labelsOf(secretId)).toEqual(labels);
  expect(await logsIn(postgres, user)).toBe(true);
});

/** A secret that would not rotate, the one check that says so, and why. */
interface NotReady {
  what: string;
  check: string;
  says: string[];
  /** Puts a secret that would rotate out of order. */
  spoil?(secretId: string, user: DatabaseUser): Promise<void>;
  settings?: ProcessSettings;
  /** Checks that are not made, because they depend on this one. */
  leftOut?: string[];
}

const closedPort = await getPort();
const afterValue = ["strategy", "room", "login", "superuser", "privilege", "password", "time"];

const notReady: NotReady[] = [
  {
    what: "has AWSPENDING left over",
    check: "labels",
    says: ["has AWSPENDING: a rotation is under way or died", "rekey rotation status"],
    spoil: (secretId) => rotateSecret(secretId, randomUUID()),
  },
  {
    what: "is not JSON",
    check: "value",
    says: ["The AWSCURRENT version is not JSON."],
    spoil: (secretId) => putCurrent(secretId, "not JSON"),
    leftOut: afterValue,
  },
  {
    what: "lacks a field",
    check: "value",
    says: [`The AWSCURRENT version cannot be rotated: "password" is missing.`],
    spoil: (secretId, { username }) =>
      putCurrent(secretId, { ...secretOf(postgres, { username, password: "" }), password: undefined }),
    leftOut: afterValue,
  },
  {
    what: "is tagged with a strategy that its engine does not have",
    check: "strategy",
    says: [`does not have the strategy "overlap"`, "It has: single-user"],
    spoil: (secretId) => tagSecret(secretId, { "rekey:strategy": "overlap" }),
    leftOut: ["room", "privilege"],
  },
  {
    what: "names a port where nothing listens",
    check: "login",
    says: ["[connect]", `localhost:${closedPort} cannot be reached: nothing listens there.`],
    spoil: (secretId, user) => putCurrent(secretId, { ...secretOf(postgres, user), port: closedPort }),
    leftOut: ["privilege"],
  },
  {
    what: "names a host that does not resolve",
    check: "login",
    says: ["[dns]", "database.invalid", "does not resolve"],
    spoil: (secretId, user) =>
      putCurrent(secretId, { ...secretOf(postgres, user), host: "database.invalid" }),
    leftOut: ["privilege"],
  },
  {
    what: "does not know the authority of its server",
    check: "login",
    says: ["[tls]", "does not verify", `"sslrootcert"`],
    spoil: (secretId, user) => putCurrent(secretId, { ...secretOf(postgres, user), sslrootcert: undefined }),
    leftOut: ["privilege"],
  },
  {
    what: "has a wrong password",
    check: "login",
    says: ["[authentication]", "refuses the login of"],
    spoil: (secretId, user) =>
      putCurrent(secretId, { ...secretOf(postgres, user), password: freshPassword() }),
    leftOut: ["privilege"],
  },
  {
    what: "names a superuser whose secret is not there",
    check: "superuser",
    says: ["There is no secret rotation/no-such-superuser"],
    spoil: (secretId, user) =>
      putCurrent(secretId, {
        ...secretOf(postgres, user),
        strategy: "single-user",
        masterarn: "rotation/no-such-superuser",
      }),
    leftOut: ["privilege"],
  },
  {
    what: "names a superuser that may change nobody",
    check: "privilege",
    says: ["[privilege]", "may not set the password of", "WITH ADMIN OPTION", "CREATEROLE"],
    spoil: async (secretId, user) =>
      putCurrent(secretId, {
        ...secretOf(postgres, user),
        strategy: "single-user",
        masterarn: await storeSecret(secretOf(postgres, await createUser(postgres))),
      }),
  },
  {
    what: "alternates two users by a superuser that may make none",
    check: "privilege",
    says: ["[privilege]", "CREATEROLE"],
    spoil: async (secretId, user) =>
      putCurrent(secretId, {
        ...secretOf(postgres, user),
        masterarn: await storeSecret(secretOf(postgres, await createUser(postgres))),
      }),
  },
  {
    what: "is for a user that may write nothing, as at a replica",
    check: "privilege",
    says: ["[statement]", "takes no writes", "Name the host of the writer"],
    spoil: async (_, { username }) => {
      await asSuperuser(postgres, `ALTER ROLE ${username} SET default_transaction_read_only TO on`);
    },
  },
  {
    what: "wants passwords of no characters at all",
    check: "password",
    says: [],
    settings: {
      passwordPolicy: {
        ...defaultPasswordPolicy,
        excludeNumbers: true,
        excludePunctuation: true,
        excludeUppercase: true,
        excludeLowercase: true,
      },
    },
  },
  {
    what: "is asked for with little time left",
    check: "time",
    says: ["Only 9 s are left of the function's time.", "Raise its time-out"],
    settings: { remainingMs: () => 9_000 },
  },
];

describe.each(notReady)("a secret that $what", ({ check, says, spoil, settings, leftOut = [] }) => {
  test(`fails the check "${check}" alone, with the reason; nothing changes`, async () => {
    const { secretId, user } = await freshSecret(postgres);
    await spoil?.(secretId, user);
    const labels = await labelsOf(secretId);
    const value = await currentValueOf(secretId);
    const { ready, names, failed } = await readinessOf(secretId, settings);

    expect(ready).toBe(false);
    expect(failed).toMatchObject([{ name: check }]);
    const [{ detail } = { detail: "" }] = failed;
    for (const words of says) expect(detail).toContain(words);
    expect(detail).not.toContain(user.password);
    expect(names).toEqual(allChecks.filter((name) => !leftOut.includes(name)));
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await currentValueOf(secretId)).toEqual(value);
    expect(await logsIn(postgres, user)).toBe(true);
  });
});

test(`a secret that is not under rotation fails the check "rotation" alone, with the command that helps`, async () => {
  const { user } = await freshSecret(postgres);
  const secretId = await storeSecret(secretOf(postgres, user));
  const { names, failed } = await readinessOf(secretId);

  expect(failed).toEqual([
    {
      name: "rotation",
      result: "failed",
      detail: "The secret is not under rotation. Use rekey rotation enable.",
    },
  ]);
  expect(names).toEqual(allChecks);
});

test("where an engine cannot ask, the privilege counts as not checked, and not as there", async () => {
  const { secretId } = await freshSecret(postgres);
  const { checkPrivilege: _, ...singleUser } = engine.singleUser ?? neverThere();
  const { ready, checks } = await readinessOf(secretId, {
    engines: { names: () => ["postgres"], load: async () => ({ ...engine, singleUser }) },
  });
  expect(ready).toBe(true);
  expect(checks.find(({ name }) => name === "privilege")).toEqual({
    name: "privilege",
    result: "notChecked",
    detail: `Not checked: the engine "postgres" cannot ask without changing something.`,
  });
});

test(`a secret that is not there fails the check "secret", and no other is made`, async () => {
  const { names, failed } = await readinessOf("rotation/no-such-secret");
  expect(names).toEqual(["secret"]);
  expect(failed).toHaveLength(1);
});

test("a secret that failed a check, put right, passes it and rotates", async () => {
  const { secretId, user } = await freshSecret(postgres);
  await putCurrent(secretId, { ...secretOf(postgres, user), password: freshPassword() });
  expect((await readinessOf(secretId)).ready).toBe(false);
  await putCurrent(secretId, secretOf(postgres, user));

  expect((await readinessOf(secretId)).ready).toBe(true);
  const token = randomUUID();
  expect(await rotateStep("beginRotation", secretId, token)).toBe("claimed");
  expect(await rotateStep("setSecret", secretId, token)).toBe("set");
});

function neverThere(): never {
  throw new Error("The engine has no single-user strategy.");
}

/** AWSCURRENT's value; undefined where it is no JSON. */
async function currentValueOf(secretId: string): Promise<unknown> {
  return storedValueIfAny(secretId, { label: "AWSCURRENT" }).catch(() => undefined);
}
