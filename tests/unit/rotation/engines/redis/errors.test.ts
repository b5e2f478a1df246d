import { ErrorReply, SocketClosedUnexpectedlyError } from "@redis/client";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineError } from "../../../../../shared/rotation/engines/redis/errors.ts";
import { EngineError } from "../../../../../shared/rotation/index.ts";

const attempt = { place: "cache:6379", username: "app", command: "ACL SETUSER" };

describe("An error reply of the server", () => {
  it.each([
    [
      "WRONGPASS invalid username-password pair or user is disabled.",
      "AuthenticationError",
      "authentication",
    ],
    ["NOAUTH Authentication required.", "AuthenticationError", "authentication"],
    ["ERR invalid password", "AuthenticationError", "authentication"],
    ["NOPERM this user has no permissions to run the 'acl|setuser' command", "EngineError", "privilege"],
    ["NOPERM User app has no permissions to run the 'acl|setuser' command", "EngineError", "privilege"],
    ["ERR max number of clients reached", "HostUnreachableError", "quota"],
    ["ERR max number of clients + cluster connections reached", "HostUnreachableError", "quota"],
    ["LOADING Redis is loading the dataset in memory", "HostUnreachableError", "connect"],
    ["MASTERDOWN Link with MASTER is down", "HostUnreachableError", "connect"],
    ["DENIED Redis is running in protected mode", "EngineError", "connect"],
    ["ERR unknown command 'ACL', with args beginning with: 'SETUSER'", "EngineError", "statement"],
    ["ERR unknown subcommand 'SETUSER'. Try ACL HELP.", "EngineError", "statement"],
    ["ERR Error in ACL SETUSER modifier '#x': bad", "EngineError", "statement"],
    ["", "EngineError", "statement"],
  ])("%j is an %s with the code %s", (text, name, code) => {
    expect(engineError(new ErrorReply(text), attempt)).toMatchObject({ name, code });
  });

  it("is never quoted, whatever it says", () => {
    const kinds = fc.constantFrom("ERR", "WRONGPASS", "NOPERM", "LOADING", "DENIED", "");
    fc.assert(
      fc.property(kinds, fc.string(), (kind, rest) => {
        const { message, cause } = engineError(new ErrorReply(`${kind} >canary-7f3a ${rest}`), attempt);
        expect(message).not.toContain("canary-7f3a");
        expect(cause).toBeUndefined();
      }),
    );
  });
});

describe("An error of the connection", () => {
  const failure = (code: string, message = "canary-7f3a") => Object.assign(new Error(message), { code });

  it.each([
    [failure("ENOTFOUND"), "HostUnreachableError", "dns"],
    [failure("ECONNREFUSED"), "HostUnreachableError", "connect"],
    [failure("ECONNRESET"), "HostUnreachableError", "connect"],
    [new SocketClosedUnexpectedlyError(), "HostUnreachableError", "connect"],
    [failure("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "TlsVerificationError", "tls"],
    [failure("ERR_TLS_CERT_ALTNAME_INVALID"), "TlsVerificationError", "tls"],
    [failure("ERR_SSL_WRONG_VERSION_NUMBER"), "TlsVerificationError", "tls"],
    [failure("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"), "TlsVerificationError", "tls"],
    [failure("ERR_SSL_SSL/TLS_ALERT_UNSUPPORTED_CERTIFICATE"), "TlsVerificationError", "tls"],
    [failure("ERR_SSL_TLSV1_ALERT_UNKNOWN_CA"), "TlsVerificationError", "tls"],
    [new Error("canary-7f3a"), "EngineError", "connect"],
    ["canary-7f3a", "EngineError", "connect"],
  ])("%s is an %s with the code %s", (error, name, code) => {
    const told = engineError(error, attempt);
    expect(told).toMatchObject({ name, code });
    expect(told.message).not.toContain("canary-7f3a");
    expect(told.message).toContain("cache:6379");
  });

  it("that has its words already keeps them", () => {
    const told = new EngineError("answer", "As it is.");
    expect(engineError(told, attempt)).toBe(told);
  });
});
