import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engines } from "../../../shared/rotation/engines/registry.ts";
import {
  InvalidSecretError,
  UnsupportedEngineError,
  UnsupportedStrategyError,
} from "../../../shared/rotation/errors.ts";
import { parseSecret } from "../../../shared/rotation/secret.ts";

const password = "kP7-canary-w2Xq";
const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const valid = { engine: "postgres", host: "db.example.com", username: "orders", password };

const parse = (value: unknown) => parseSecret(JSON.stringify(value), "AWSCURRENT", engines);

/** The error that parsing ends with; of any other end it makes a failure. */
async function refusalOf(parsing: Promise<unknown>): Promise<InvalidSecretError> {
  const end = await parsing.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(end).toBeInstanceOf(InvalidSecretError);
  return end as InvalidSecretError;
}

describe("a secret with what is needed and no more", () => {
  test("gets the engine's own port and database, and TLS", async () => {
    expect((await parse(valid)).credential).toEqual({
      ...valid,
      port: 5432,
      system: "db.example.com:5432",
      dbname: "postgres",
      tls: true,
      sslrootcert: undefined,
    });
  });

  test("may be for either name of the PostgreSQL engine", async () => {
    const aurora = await parse({ ...valid, engine: "aurora-postgresql" });
    expect(aurora.engine).toBe((await parse(valid)).engine);
  });
});

describe("a field of a secret:", () => {
  test.each(["db.example.com", "db_1.local.", "10.0.0.5", "fd00::5"])("host may be %j", async (host) => {
    expect((await parse({ ...valid, host })).credential).toMatchObject({ host, system: `${host}:5432` });
  });

  test.each([5433, "5433"])("port may be %j", async (port) => {
    expect((await parse({ ...valid, port })).credential).toMatchObject({
      port: 5433,
      system: "db.example.com:5433",
    });
  });

  test.each([
    { ssl: true, tls: true },
    { ssl: "true", tls: true },
    { ssl: false, tls: false },
    { ssl: "false", tls: false },
  ])("ssl $ssl means TLS $tls", async ({ ssl, tls }) => {
    expect((await parse({ ...valid, ssl })).credential).toMatchObject({ tls });
  });

  test.each(["", null])("dbname may be %j, as AWS's secrets have it: as good as absent", async (dbname) => {
    const { credential } = await parse({ ...valid, dbname });
    expect(credential).toEqual((await parse(valid)).credential);
  });

  test("sslrootcert and dbname are taken as they are", async () => {
    const { credential } = await parse({ ...valid, sslrootcert: pem, dbname: "orders" });
    expect(credential).toMatchObject({ sslrootcert: pem, dbname: "orders" });
  });

  test("passwordPolicy may name some wishes and leave the rest", async () => {
    const passwordPolicy = { length: 40, excludePunctuation: true };
    expect((await parse({ ...valid, passwordPolicy })).passwordPolicy).toEqual(passwordPolicy);
    expect((await parse(valid)).passwordPolicy).toEqual({});
  });

  test("strategy and masterarn may be left out, and are told as they are where they stand", async () => {
    expect(await parse(valid)).toMatchObject({ strategy: undefined, masterarn: undefined });
    const masterarn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:admin-AbCdEf";
    expect(await parse({ ...valid, strategy: "single-user", masterarn })).toMatchObject({
      strategy: "single-user",
      masterarn,
    });
  });

  test("every one, known or not, is there to be copied just as it came", async () => {
    const secret = {
      ...valid,
      port: "5433",
      ssl: "true",
      passwordPolicy: { length: "40" },
      dbInstanceIdentifier: "orders",
      nested: { list: [1, null, "2"] },
    };
    expect((await parse(secret)).fields).toEqual(secret);
  });
});

describe("a secret is refused, with the field and the next step, when", () => {
  test("it is binary", async () => {
    const { field, message } = await refusalOf(parseSecret(undefined, "AWSPENDING", engines));
    expect(field).toBe("SecretString");
    expect(message).toBe(
      "The AWSPENDING version is binary. Store the credentials as a JSON object in SecretString.",
    );
  });

  test.each([
    "",
    password,
    `{"password": "${password}"`,
    `postgres://orders:${password}@db`,
    `{'password': '${password}'}`,
  ])("it is not JSON but %j", async (text) => {
    const { field, message } = await refusalOf(parseSecret(text, "AWSCURRENT", engines));
    expect(field).toBe("SecretString");
    expect(message).toBe(
      "The AWSCURRENT version is not JSON. Store the credentials as a JSON object with the fields that the engine needs.",
    );
  });

  test.each([null, 5, true, password, [valid]])("it is JSON, but no object: %j", async (value) => {
    const { field, message } = await refusalOf(parse(value));
    expect(field).toBe("SecretString");
    expect(message).toContain(`"SecretString" must be a JSON object.`);
  });

  test("it is larger than Secrets Manager stores", async () => {
    const { field, message } = await refusalOf(parse({ ...valid, note: "x".repeat(65_536) }));
    expect(field).toBe("SecretString");
    expect(message).toContain("over 65536 bytes");
  });

  describe.each(["engine", "host", "username", "password"])("its %s", (name) => {
    test.each([
      { value: undefined, problem: "is missing" },
      { value: "", problem: "must not be empty" },
      { value: null, problem: "must be text" },
      { value: 5, problem: "must be text" },
      { value: { a: 1 }, problem: "must be text" },
    ])("is $value", async ({ value, problem }) => {
      const { field, message } = await refusalOf(parse({ ...valid, [name]: value }));
      expect(field).toBe(name);
      expect(message).toBe(
        `The AWSCURRENT version cannot be rotated: "${name}" ${problem}. Store a corrected value and rotate again.`,
      );
    });
  });

  test.each([
    `postgres://orders:${password}@db.example.com/orders`,
    `orders:${password}@db.example.com`,
    `${password}@db`,
    "db.example.com/orders",
    "db example",
    " db.example.com",
    "db.example.com\n",
    "db.example.com:5432",
    "db.example.com,replica.example.com",
    "db..example.com",
    "-db.example.com",
    "db.example.com?sslmode=disable",
    "db.example.com#",
    "host=db password=x",
    "[::1]",
    "fd00::5::1",
    "d\u00e4tenbank.example.com",
    "%2fvar%2frun",
    "..",
    `${"a".repeat(64)}.example.com`,
    `${"abcdefghi.".repeat(26)}com`,
  ])("its host is %j: a URL may hold a password", async (host) => {
    const { field, message } = await refusalOf(parse({ ...valid, host }));
    expect(field).toBe("host");
    expect(message).toContain(
      `"host" must be a host name or an address alone, without scheme, user, port or path.`,
    );
    expect(message).not.toContain(host);
    expect(message).not.toContain(password);
  });

  test.each(["", "five", "5432x", 0, -1, 65_536, 5432.5, "0", "1e3", true, null, [5432], {}])(
    "its port is %j",
    async (port) => {
      const { field, message } = await refusalOf(parse({ ...valid, port }));
      expect(field).toBe("port");
      expect(message).toContain(`"port" must be a number from 1 to 65535. Store a corrected value`);
    },
  );

  test.each(["yes", "0", 0, 1, null, "require"])("its ssl is %j", async (ssl) => {
    const { field, message } = await refusalOf(parse({ ...valid, ssl }));
    expect(field).toBe("ssl");
    expect(message).toContain(`"ssl" must be true or false. Store a corrected value`);
  });

  test.each(["/etc/ssl/rds.pem", "rds-ca-2019", "MIIB", ""])(
    "its sslrootcert is no PEM but %j",
    async (sslrootcert) => {
      const { field, message } = await refusalOf(parse({ ...valid, sslrootcert }));
      expect(field).toBe("sslrootcert");
      expect(message).toContain(`"sslrootcert" must be the certificate itself in PEM, not a path.`);
    },
  );

  test.each([5, {}])("its dbname is %j", async (dbname) => {
    expect((await refusalOf(parse({ ...valid, dbname }))).field).toBe("dbname");
  });

  test.each([
    { passwordPolicy: { length: 7 }, name: "passwordPolicy.length" },
    { passwordPolicy: { length: 4_097 }, name: "passwordPolicy.length" },
    { passwordPolicy: { excludeNumbers: "perhaps" }, name: "passwordPolicy.excludeNumbers" },
    { passwordPolicy: { lenght: 40 }, name: "passwordPolicy" },
    { passwordPolicy: "strong", name: "passwordPolicy" },
  ])("its password policy is $passwordPolicy", async ({ passwordPolicy, name }) => {
    expect((await refusalOf(parse({ ...valid, passwordPolicy }))).field).toBe(name);
  });

  test("it is for an engine that is not known; those that are are named", async () => {
    const refusal = await refusalOf(parse({ ...valid, engine: "dbase" }));
    expect(refusal).toBeInstanceOf(UnsupportedEngineError);
    expect(refusal.field).toBe("engine");
    expect(refusal.message).toContain(`"dbase", which Rekey does not know`);
    expect(refusal.message).toContain("postgres, aurora-postgresql");
  });

  test.each(["constructor", "__proto__", "Postgres"])("its engine is %s", async (engine) => {
    expect(await refusalOf(parse({ ...valid, engine }))).toBeInstanceOf(UnsupportedEngineError);
  });

  test("it asks for a strategy that its engine does not have; those that it has are named", async () => {
    const refusal = await refusalOf(parse({ ...valid, strategy: "overlap" }));
    expect(refusal).toBeInstanceOf(UnsupportedStrategyError);
    expect(refusal.field).toBe("strategy");
    expect(refusal.message).toContain(`asks for the strategy "overlap", which "postgres" does not have`);
    expect(refusal.message).toContain("It has: single-user");
  });

  test.each(["blue-green", "", null, 1])("its strategy is %j, which none is", async (strategy) => {
    const { field, message } = await refusalOf(parse({ ...valid, strategy }));
    expect(field).toBe("strategy");
    expect(message).toContain(`"strategy" must be one of single-user, alternating-users, overlap.`);
  });

  test.each([
    { masterarn: "", problem: "must not be empty" },
    { masterarn: null, problem: "must be text" },
  ])("its masterarn is $masterarn", async ({ masterarn, problem }) => {
    const { field, message } = await refusalOf(parse({ ...valid, masterarn }));
    expect(field).toBe("masterarn");
    expect(message).toContain(`"masterarn" ${problem}.`);
  });
});

/** Any JSON value, with the password as any of its texts. */
const json = fc.letrec<{ value: unknown; text: unknown }>((tie) => ({
  text: fc.oneof(fc.constant(password), fc.constant(`a ${password} z`), fc.string()),
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    tie("text"),
    fc.constantFrom(null, true, false, 0, -1.5, 70_000),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 }),
  ),
})).value;

describe("whatever a secret holds, parsing succeeds or says why without its password:", () => {
  const check = async (text: string) => {
    const end = await parseSecret(text, "AWSCURRENT", engines).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (end === undefined) return;
    expect(end).toBeInstanceOf(InvalidSecretError);
    const { message, field, cause, stack } = end as InvalidSecretError;
    expect(`${message} ${field} ${String(cause)} ${stack}`).not.toContain(password);
  };

  test("any text", async () => {
    const texts = fc.oneof(
      fc.string().map((text) => text + password),
      fc.json().map((text) => `${text}${password}`),
      fc.string().map((text) => `{"password":"${password}",${text}`),
    );
    await fc.assert(fc.asyncProperty(texts, check));
  });

  test("any JSON", async () => {
    await fc.assert(fc.asyncProperty(json, (value) => check(JSON.stringify(value))));
  });

  test("any object that is a secret but for one or two fields", async () => {
    const full = {
      ...valid,
      port: 5432,
      dbname: "orders",
      ssl: true,
      sslrootcert: pem,
      passwordPolicy: { length: 40 },
    };
    // The engine's name is quoted in errors, and a password in its place would be too.
    const names = Object.keys(full).filter((name) => name !== "engine");
    const wishes = fc.record(
      { length: json, excludeCharacters: json, excludeNumbers: json, other: json },
      { requiredKeys: [] },
    );
    const secrets = fc
      .tuple(
        fc.subarray([...names, "masterarn", "strategy"], { minLength: 1, maxLength: 2 }),
        json,
        json,
        wishes,
      )
      .map(([[one = "", other], first, second, passwordPolicy]) => ({
        ...full,
        [one]: one === "passwordPolicy" ? passwordPolicy : first,
        ...(other && { [other]: second }),
      }));
    await fc.assert(
      fc.asyncProperty(secrets, (secret) => check(JSON.stringify(secret))),
      { numRuns: 500 },
    );
  });
});
