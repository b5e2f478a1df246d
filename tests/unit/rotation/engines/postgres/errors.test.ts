import { inspect } from "node:util";
import fc from "fast-check";
import pg from "pg";
import { describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../../../shared/rotation/credential.ts";
import { engineError } from "../../../../../shared/rotation/engines/postgres/errors.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../../../../shared/rotation/errors.ts";

const password = "kP7-canary-w2Xq";
const statement = `ALTER ROLE "orders" PASSWORD '${password}'`;
const credential: PasswordCredential = {
  engine: "postgres",
  host: "db.example.com",
  port: 5433,
  system: "db.example.com:5433",
  username: "orders",
  password,
  dbname: "shop",
  tls: true,
};

/** An error of the server's, with the statement wherever a server may quote it. */
function serverError(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError(`failed: ${statement}`, statement.length, "error");
  const quoted = { detail: statement, hint: statement, internalQuery: statement, where: statement };
  return Object.assign(error, quoted, { code });
}

/** An error of the system's or of Node's. */
function systemError(code: string, message = `${code} ${statement}`): Error {
  return Object.assign(new Error(message), { code });
}

function expectNoSecret(error: EngineError): void {
  const everything = inspect(error, { depth: 10, showHidden: true });
  expect(everything).not.toContain(password);
  expect(everything).not.toContain("ALTER ROLE");
  expect(error.cause).toBeUndefined();
}

interface Translation {
  name: string;
  error: unknown;
  becomes: new (...args: never[]) => EngineError;
  code: EngineError["code"];
  says: string;
}

const fromServer: Translation[] = [
  {
    name: "28P01",
    becomes: AuthenticationError,
    code: "authentication",
    says: `refuses the login of "orders"`,
  },
  { name: "28000", becomes: AuthenticationError, code: "authentication", says: "pg_hba.conf" },
  { name: "42501", becomes: EngineError, code: "privilege", says: "grant the user rds_password" },
  {
    name: "22023",
    becomes: PasswordRejectedError,
    code: "password-policy",
    says: `Adapt "passwordPolicy" in the secret`,
  },
  { name: "3D000", becomes: EngineError, code: "statement", says: `"dbname" names does not exist` },
  { name: "53300", becomes: HostUnreachableError, code: "quota", says: "no more connections for now" },
  { name: "53400", becomes: HostUnreachableError, code: "quota", says: "no more connections for now" },
  { name: "57P03", becomes: HostUnreachableError, code: "quota", says: "try again" },
  { name: "25006", becomes: EngineError, code: "statement", says: "The server's log has the details." },
  { name: "XX000", becomes: EngineError, code: "statement", says: "The server's log has the details." },
].map((translation) => ({ ...translation, error: serverError(translation.name) }) as Translation);

const fromNetwork: Translation[] = [
  {
    code: "ENOTFOUND",
    becomes: HostUnreachableError,
    kind: "dns",
    says: "The name of db.example.com:5433 does not resolve",
  },
  { code: "EAI_AGAIN", becomes: HostUnreachableError, kind: "dns", says: `Check "host" in the secret` },
  { code: "ECONNREFUSED", becomes: HostUnreachableError, kind: "connect", says: "nothing listens there" },
  { code: "ECONNRESET", becomes: HostUnreachableError, kind: "connect", says: "the connection was reset" },
  { code: "EHOSTUNREACH", becomes: HostUnreachableError, kind: "connect", says: "no route" },
  { code: "ENETUNREACH", becomes: HostUnreachableError, kind: "connect", says: "no route" },
  { code: "ETIMEDOUT", becomes: HostUnreachableError, kind: "connect", says: `Check "host" and "port"` },
  ...[
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "EPROTO",
  ].map((code) => ({
    code,
    becomes: TlsVerificationError,
    kind: "tls",
    says: `does not verify (${code}). Put its authority's certificate into the secret as "sslrootcert"`,
  })),
  { code: "EPIPE", becomes: HostUnreachableError, kind: "connect", says: "the connection was closed" },
  {
    code: "EACCES",
    becomes: EngineError,
    kind: "connect",
    says: "The connection to db.example.com:5433 failed.",
  },
].map(
  ({ code, kind, ...translation }) =>
    ({ name: code, error: systemError(code), code: kind, ...translation }) as Translation,
);

const fromDriver = (
  [
    ["timeout expired", HostUnreachableError, "connect", "it did not answer in time"],
    ["Query read timeout", HostUnreachableError, "connect", "it did not answer in time"],
    ["Connection terminated unexpectedly", HostUnreachableError, "connect", "closed the connection"],
    ["Connection terminated", HostUnreachableError, "connect", "try again"],
    [
      "The server does not support SSL connections",
      TlsVerificationError,
      "tls",
      `offers no TLS. Switch TLS on in the server, or say "ssl": false in the secret`,
    ],
    ["Something new", EngineError, "connect", "failed."],
  ] as const
).map(
  ([name, becomes, code, says]) => ({ name, error: new Error(name), becomes, code, says }) as Translation,
);

describe.each([
  { source: "the server", translations: fromServer },
  { source: "the network and TLS", translations: fromNetwork },
  { source: "the driver", translations: fromDriver },
])("an error of $source", ({ translations }) => {
  test.each(translations)("$name says what it means and what to do", ({ error, becomes, code, says }) => {
    const translated = engineError(error, credential);
    expect(translated.constructor).toBe(becomes);
    expect(translated.code).toBe(code);
    expect(translated.message).toContain(says);
    expect(translated.message).toContain("db.example.com");
    expectNoSecret(translated);
  });
});

test("of several addresses that refuse, the first one's reason counts", () => {
  const error = new AggregateError([systemError("ECONNREFUSED"), systemError("ENETUNREACH")], statement);
  const translated = engineError(error, credential);
  expect(translated).toBeInstanceOf(HostUnreachableError);
  expect(translated.message).toContain("nothing listens there");
  expectNoSecret(translated);
});

test("an error that is translated already stays as it is", () => {
  const error = new PasswordRejectedError("password-policy", "no");
  expect(engineError(error, credential)).toBe(error);
});

test("no error, whatever its code and text, brings a statement or a password through", () => {
  const anything = fc.oneof(
    fc.string().map((code) => serverError(code)),
    fc.string().map((text) => new Error(`${text} ${statement}`)),
    fc.string().map((code) => systemError(code.replaceAll(password, ""))),
    fc.constantFrom(statement, undefined, null, { message: statement, code: statement }),
    fc.string().map((text) => new AggregateError([new Error(`${text}${statement}`)], statement)),
    fc.constant(new AggregateError([], statement)),
  );
  fc.assert(
    fc.property(anything, (error) => {
      const translated = engineError(error, credential);
      expect(translated).toBeInstanceOf(EngineError);
      expectNoSecret(translated);
    }),
  );
});
