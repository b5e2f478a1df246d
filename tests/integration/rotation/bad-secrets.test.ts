import { randomUUID } from "node:crypto";
import getPort from "get-port";
import { describe, expect, inject, test } from "vitest";
import {
  EngineError,
  HostUnreachableError,
  InvalidSecretError,
  UnsupportedEngineError,
  UnsupportedStrategyError,
} from "../../../shared/rotation/index.ts";
import { createUser, type DatabaseUser, logsIn } from "./database.ts";
import { rotateStep } from "./process.ts";
import { labelsOf, putCurrent, rotateSecret, secretOf, storeUnderRotation } from "./secrets.ts";

const { postgres } = inject("integration");
const closedPort = await getPort();

type Value = (secret: Record<string, unknown>) => object | string | Uint8Array;

/** A secret that is wrong in one way, the error that tells, and the words that name the field and the next step. */
interface BadSecret {
  what: string;
  value: Value;
  error: new (...args: never[]) => Error;
  field?: string;
  code?: string;
  says: string[];
}

const without =
  (field: string): Value =>
  ({ [field]: _, ...rest }) =>
    rest;
const having =
  (more: object): Value =>
  (secret) => ({ ...secret, ...more });

const storeAgain = "Store a corrected value and rotate again.";
const bad: BadSecret[] = [
  {
    what: "is not JSON",
    value: ({ username, password }) => `${username}:${password}`,
    error: InvalidSecretError,
    field: "SecretString",
    says: ["not JSON", "Store the credentials as a JSON object"],
  },
  {
    what: "is a list",
    value: (secret) => JSON.stringify([secret]),
    error: InvalidSecretError,
    field: "SecretString",
    says: ["SecretString", storeAgain],
  },
  {
    what: "is binary",
    value: (secret) => new TextEncoder().encode(JSON.stringify(secret)),
    error: InvalidSecretError,
    field: "SecretString",
    says: ["binary", "Store the credentials as a JSON object in SecretString."],
  },
  ...["engine", "host", "username", "password"].map((field) => ({
    what: `has no ${field}`,
    value: without(field),
    error: InvalidSecretError,
    field,
    says: [`"${field}" is missing`, storeAgain],
  })),
  {
    what: "has a port that is none",
    value: having({ port: "five" }),
    error: InvalidSecretError,
    field: "port",
    says: [`"port" must be a number`, storeAgain],
  },
  {
    what: "names a file as its sslrootcert",
    value: having({ sslrootcert: "/etc/ssl/rds.pem" }),
    error: InvalidSecretError,
    field: "sslrootcert",
    says: [`"sslrootcert" must be the certificate itself in PEM, not a path`, storeAgain],
  },
  {
    what: "has a user name longer than the server stores",
    value: having({ username: "u".repeat(64) }),
    error: InvalidSecretError,
    field: "username",
    says: [`"username" is longer than the 63 bytes`, "Correct it in the secret."],
  },
  {
    what: "has a password policy that does not exist",
    value: having({ passwordPolicy: { length: 4 } }),
    error: InvalidSecretError,
    field: "passwordPolicy.length",
    says: ["passwordPolicy.length", storeAgain],
  },
  {
    what: "is for another engine",
    value: having({ engine: "dbase" }),
    error: UnsupportedEngineError,
    field: "engine",
    says: [`"dbase"`, "It knows: postgres"],
  },
  {
    what: "asks for a strategy that its engine does not have",
    value: having({ strategy: "overlap" }),
    error: UnsupportedStrategyError,
    field: "strategy",
    says: [`"overlap", which "postgres" does not have`, "It has: single-user"],
  },
  {
    what: "names a port where nothing listens",
    value: having({ port: closedPort }),
    error: HostUnreachableError,
    code: "connect",
    says: [`localhost:${closedPort}`, "nothing listens there", `Check "host" and "port" in the secret`],
  },
  {
    what: "names a host that does not resolve",
    value: having({ host: "database.invalid" }),
    error: HostUnreachableError,
    code: "dns",
    says: [`The name of database.invalid:${postgres.port} does not resolve.`, `Check "host" in the secret`],
  },
  {
    what: "names a database that does not exist",
    value: having({ dbname: "no_such_database" }),
    error: EngineError,
    code: "statement",
    says: [`the database that "dbname" names does not exist`, "Correct it in the secret."],
  },
];

describe.each(bad)("a secret that $what", ({ value, error, field, code, says }) => {
  test("is refused by beginRotation, with the field and the next step; nothing changes", async () => {
    const user = await createUser(postgres);
    const secretId = await storeUnderRotation(value(secretOf(postgres, user)));
    const labels = await labelsOf(secretId);

    check(await failureOf("beginRotation", secretId, randomUUID()), user);
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, user)).toBe(true);
  });

  test("is refused by createSecret, with the field and the next step; nothing changes", async () => {
    const user = await createUser(postgres);
    const secretId = await storeUnderRotation(value(secretOf(postgres, user)));
    const token = randomUUID();
    await rotateSecret(secretId, token);
    const labels = await labelsOf(secretId);

    check(await failureOf("createSecret", secretId, token), user);
    check(await failureOf("createSecret", secretId, token), user);
    expect(await labelsOf(secretId)).toEqual(labels);
    expect(await logsIn(postgres, user)).toBe(true);
  });

  function check(failure: unknown, { password }: DatabaseUser): void {
    expect(failure).toBeInstanceOf(error);
    expect(failure).toMatchObject({ name: error.name, ...(field && { field }), ...(code && { code }) });
    const { message } = failure as Error;
    for (const words of says) expect(message).toContain(words);
    expect(message).not.toContain(password);
  }
});

test("a secret that was corrected can be rotated by the version that was refused", async () => {
  const user = await createUser(postgres);
  const secretId = await storeUnderRotation("not JSON");
  const token = randomUUID();
  await rotateSecret(secretId, token);
  await expect(rotateStep("createSecret", secretId, token)).rejects.toThrow(InvalidSecretError);

  await putCurrent(secretId, secretOf(postgres, user));
  for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"]) {
    await rotateStep(step, secretId, token);
  }
  expect(await logsIn(postgres, user)).toBe(false);
});

function failureOf(step: string, secretId: string, token: string): Promise<unknown> {
  return rotateStep(step, secretId, token).then(
    (outcome) => `no failure but "${outcome}"`,
    (error: unknown) => error,
  );
}
