import * as z from "zod";
import type { PasswordCredential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { readFields } from "../../fields.ts";
import { parsePasswordCredential } from "../password-credential.ts";

/** The longest user name, in bytes: MongoDB sets no limit, a secret's value does. */
export const maximumUsernameBytes = 65_536;

/** A login at MongoDB or Amazon DocumentDB. */
export interface MongoCredential extends PasswordCredential {
  /** The database that the user is defined in, where the secret says so by `authSource`. */
  authSource: string | undefined;
  /** How to log in; undefined where the driver asks the server which mechanisms the user has. */
  authMechanism: "SCRAM-SHA-1" | "SCRAM-SHA-256" | undefined;
  /** Whether to talk to the secret's host alone, and not to find the other members of its replica set. */
  directConnection: boolean;
}

const schema = z.looseObject({
  authSource: z.string("must be text").min(1, "must not be empty").optional(),
  authMechanism: z.enum(["SCRAM-SHA-1", "SCRAM-SHA-256"], "must be SCRAM-SHA-1 or SCRAM-SHA-256").optional(),
  directConnection: z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "must be true or false")
    .optional(),
});

/**
 * Reads the fields of AWS's database secrets, and three more: `authSource`, where users are defined in another
 * database than `dbname`; `authMechanism`; and `directConnection`, for a tunnel through which the other members cannot
 * be reached.
 *
 * Amazon DocumentDB before 5.0.1 knows SCRAM-SHA-1 alone, and users made there keep it alone, without telling the
 * driver: it is taken there unless the secret says otherwise (its guide, "Authentication using SCRAM-SHA-256").
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseMongoCredential(fields: SecretFields): MongoCredential {
  const credential = parsePasswordCredential(fields, {
    defaultPort: 27_017,
    defaultDatabase: "admin",
    maximumUsernameBytes,
  });
  const { authSource, authMechanism, directConnection } = readFields(schema, fields, "The secret");
  return {
    ...credential,
    authSource,
    authMechanism: authMechanism ?? (isDocumentDb(credential) ? "SCRAM-SHA-1" : undefined),
    directConnection: directConnection ?? false,
  };
}

/** Whether the server is Amazon DocumentDB, which AWS's secrets also call "mongo". */
export function isDocumentDb({ engine, host }: Pick<MongoCredential, "engine" | "host">): boolean {
  return engine === "docdb" || /\.docdb(-elastic)?(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/i.test(host);
}

/**
 * The database that a secret's user is defined in: `authSource`, else `dbname`, as AWS's rotation template takes it.
 * In Amazon DocumentDB all users are in admin (its guide, "Managing Amazon DocumentDB users").
 */
export function userDatabase(credential: MongoCredential): string {
  return credential.authSource ?? (isDocumentDb(credential) ? "admin" : credential.dbname);
}

/**
 * The database that a superuser is defined in: `authSource` of its own secret, else admin. Its `dbname` says nothing:
 * it is the one of the secret that is rotated.
 */
export function superuserDatabase({ authSource }: MongoCredential): string {
  return authSource ?? "admin";
}
