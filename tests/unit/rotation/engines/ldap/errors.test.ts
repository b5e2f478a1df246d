import fc from "fast-check";
import { type MessageResponse, PasswordPolicyError, StatusCodeParser } from "ldapts";
import { describe, expect, test } from "vitest";
import {
  activeDirectoryBindError,
  activeDirectoryChangeError,
} from "../../../../../shared/rotation/engines/ldap/active-directory-errors.ts";
import type { DirectoryCredential } from "../../../../../shared/rotation/engines/ldap/credential.ts";
import { bindError, changeError } from "../../../../../shared/rotation/engines/ldap/errors.ts";
import { EngineError } from "../../../../../shared/rotation/errors.ts";

const app: DirectoryCredential = {
  engine: "ldap",
  host: "ldap.example.com",
  port: 636,
  system: "ldap.example.com:636",
  username: "uid=app",
  password: "one",
  dbname: "",
  tls: true,
  starttls: false,
};

/** The driver's error for a server's answer. */
function answer(status: number, errorMessage = ""): Error {
  return StatusCodeParser.parse({ status, errorMessage } as MessageResponse);
}

describe("a refused login", () => {
  test.each([
    [32, "AuthenticationError", "authentication"],
    [48, "AuthenticationError", "authentication"],
    [49, "AuthenticationError", "authentication"],
    [19, "EngineError", "locked"],
    [53, "EngineError", "locked"],
    [8, "TlsVerificationError", "tls"],
    [13, "TlsVerificationError", "tls"],
    [51, "HostUnreachableError", "quota"],
    [52, "HostUnreachableError", "quota"],
    [34, "EngineError", "statement"],
    [80, "EngineError", "statement"],
  ])("with LDAP's result %i is %s, %s", (status, name, code) => {
    expect(bindError(answer(status), app)).toMatchObject({ name, code });
  });

  test("with a lock in the policy's control is told as locked, though the result is that of a wrong password", () => {
    const error = bindError(answer(49), app, PasswordPolicyError.AccountLocked);
    expect(error).toMatchObject({ name: "EngineError", code: "locked" });
  });
});

describe("a refused change", () => {
  test.each([
    [50, "EngineError", "privilege"],
    [19, "PasswordRejectedError", "password-policy"],
    [32, "EngineError", "statement"],
    [10, "EngineError", "statement"],
    [53, "EngineError", "statement"],
    [51, "HostUnreachableError", "quota"],
  ])("with LDAP's result %i is %s, %s", (status, name, code) => {
    expect(changeError(answer(status), app, app)).toMatchObject({ name, code });
  });

  test("on a copy of the directory names what to do", () => {
    expect(String(changeError(answer(10), app, app))).toContain('server that is written to into "host"');
  });

  test("for an old password that was changed meanwhile is a refused login", () => {
    const error = changeError(answer(53, "unwilling to verify old password"), app, app);
    expect(error).toMatchObject({ name: "AuthenticationError" });
  });
});

describe("Active Directory's answer", () => {
  const bindText = (code: string) =>
    `80090308: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data ${code}, v4563`;

  test.each([
    ["525", "AuthenticationError", "authentication"],
    ["52e", "AuthenticationError", "authentication"],
    ["530", "EngineError", "locked"],
    ["531", "EngineError", "locked"],
    ["532", "EngineError", "locked"],
    ["533", "EngineError", "locked"],
    ["701", "EngineError", "locked"],
    ["773", "EngineError", "locked"],
    ["775", "EngineError", "locked"],
  ])("to a login with data %s is %s, %s", (data, name, code) => {
    const error = activeDirectoryBindError(answer(49, bindText(data)), app);
    expect(error).toMatchObject({ name, code, message: expect.stringContaining(`data ${data}`) });
  });

  test("to a login without a code is read by LDAP's result", () => {
    expect(activeDirectoryBindError(answer(49), app)).toMatchObject({ name: "AuthenticationError" });
    expect(activeDirectoryBindError(answer(51), app)).toMatchObject({ name: "HostUnreachableError" });
  });

  test.each([
    [53, "0000052D: SvcErr: DSID-031A124C, problem 5003 (WILL_NOT_PERFORM), data 0", "PasswordRejectedError"],
    [19, "0000052D: AtrErr: DSID-03191083, #1:\n\t0: 0000052D: DSID-03191083", "PasswordRejectedError"],
    [19, "00000056: AtrErr: DSID-03190F80, #1:\n\t0: 00000056: DSID-03190F80", "AuthenticationError"],
    [53, "0000001F: SvcErr: DSID-031A1236, problem 5003 (WILL_NOT_PERFORM), data 0", "TlsVerificationError"],
    [50, "00000005: SecErr: DSID-031A11C9, problem 4003 (INSUFF_ACCESS_RIGHTS)", "EngineError"],
    [19, "", "PasswordRejectedError"],
  ])("to a change, %i and %s, is %s", (status, text, name) => {
    expect(activeDirectoryChangeError(answer(status, text), app, app)).toMatchObject({ name });
  });

  test("that the right is missing names the right that is", () => {
    const denied = answer(50, "00000005: SecErr: DSID-031A11C9");
    expect(String(activeDirectoryChangeError(denied, app, app))).toContain('"Change password"');
    const other = { ...app, username: "uid=other" };
    expect(String(activeDirectoryChangeError(denied, app, other))).toContain('"Reset password"');
  });
});

test("no error repeats what a server says", () => {
  const explained = [bindError, changeError, activeDirectoryBindError, activeDirectoryChangeError];
  const quoted = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `«${text}»`);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 123 }), quoted, quoted, (status, before, after) => {
      for (const explain of explained) {
        const error = explain(answer(status, `${before} data 52e ${after}`), app, app as never);
        expect(error).toBeInstanceOf(EngineError);
        expect(String(error)).not.toMatch(/[«»]/);
        expect((error as Error).cause).toBeUndefined();
      }
    }),
  );
});

test("an error that is none of a server's answers passes through", () => {
  const other = new Error("other");
  for (const explain of [bindError, changeError, activeDirectoryBindError, activeDirectoryChangeError]) {
    expect(explain(other, app, app as never)).toBe(other);
  }
});
