import {
  MongoCompatibilityError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from "mongodb";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  TlsVerificationError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";
import type { MongoCredential } from "./credential.ts";

/** A member that is not the primary, is stepping down or shutting down: it is over in seconds. */
const passingCodes = new Set([91, 189, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436]);

/**
 * Says what went wrong in the terms of the protocol. The driver's error is not kept as the cause: a server may quote
 * the command, and the command holds the password. Codes are from MongoDB's `error_codes.yml`; Amazon DocumentDB
 * answers with the same.
 *
 * @param authSource the database that the user logs in at
 */
export function engineError(error: unknown, credential: MongoCredential, authSource: string): EngineError {
  if (error instanceof EngineError) return error;
  const { system, username } = credential;
  if (error instanceof MongoServerError) return serverError(codeOf(error), system, username, authSource);
  if (error instanceof MongoCompatibilityError) {
    return new EngineError(
      "connect",
      `${system} speaks a version of the protocol that the driver does not: MongoDB before 4.4, or Amazon DocumentDB before 5.0. Upgrade the server.`,
    );
  }
  if (messages(error).some((text) => /before secure TLS connection|wrong version number/i.test(text))) {
    return new TlsVerificationError(
      "tls",
      `${system} offers no TLS. Switch TLS on in the server, or say "ssl": false in the secret.`,
    );
  }
  const known = connectionError(error, system);
  if (known) return known;
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) {
    return new HostUnreachableError(
      "connect",
      `${system} closed the connection or has no primary just now. The server may be restarting; try again. Where the other members of its replica set cannot be reached, put "directConnection": true into the secret.`,
    );
  }
  return new EngineError("connect", `The connection to ${system} failed.`);
}

/** The code of a server's error, which comes as a BSON number; undefined of any other error. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof MongoServerError ? Number(error.code) : undefined;
}

function serverError(
  code: number | undefined,
  place: string,
  username: string,
  authSource: string,
): EngineError {
  const from = `${place} (code ${code})`;
  if (code === 18) {
    return new AuthenticationError(
      "authentication",
      `${from} refuses the login of "${username}". Another password was set, or the user is not defined in the database "${authSource}"; "authSource" in the secret names another.`,
    );
  }
  // Amazon DocumentDB's answer to a mechanism that it does not know.
  if (code === -301) {
    return new EngineError(
      "authentication",
      `${from} does not know the mechanism of the login. Put "authMechanism": "SCRAM-SHA-1" into the secret.`,
    );
  }
  if (code === 13) {
    return new EngineError(
      "privilege",
      `${from} does not let "${username}" do this. A user that rotates itself needs the action changeOwnPassword, a superuser the role userAdmin on the users' database.`,
    );
  }
  if (code === 8_000) {
    return new EngineError(
      "privilege",
      `${from} does not let users be changed by commands. MongoDB Atlas does it by its Administration API.`,
    );
  }
  if (code === 11) {
    return new EngineError(
      "statement",
      `${from} has no such user there. Name the database that the user is defined in as "authSource" in the secret.`,
    );
  }
  if (code !== undefined && passingCodes.has(code)) {
    return new HostUnreachableError("connect", `${from} is no primary just now; try again.`);
  }
  return new EngineError("statement", `${from} failed. The server's log has the details.`);
}

/** The texts of an error and of its causes. */
function messages(error: unknown): string[] {
  return error instanceof Error ? [error.message, ...messages(error.cause)] : [];
}
