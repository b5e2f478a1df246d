import * as z from "zod";
import type { PasswordCredential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { InvalidSecretError } from "../../errors.ts";
import { readFields } from "../../fields.ts";
import { parsePasswordCredential } from "../password-credential.ts";

/** A login at a directory server. */
export interface DirectoryCredential extends PasswordCredential {
  /** Whether TLS begins by the StartTLS operation, on the port of plain LDAP; else with the connection, as LDAPS. */
  starttls: boolean;
}

/** A distinguished name has no limit of its own; this one keeps out what cannot be meant. */
const maximumUsernameBytes = 4_096;

const schema = z.looseObject({
  ssl: z.unknown().optional(),
  starttls: z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "must be true or false")
    .optional(),
});

/**
 * Reads a directory's secret: engine, host, username, password, and optionally port, starttls, ssl, sslrootcert. The
 * port is 636 for LDAPS, and 389 with `"starttls": true` or `"ssl": false`.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseDirectoryCredential(fields: SecretFields): DirectoryCredential {
  const { ssl, starttls = false } = readFields(schema, fields, "The secret");
  const plain = ssl === false || ssl === "false";
  if (starttls && plain) {
    throw new InvalidSecretError(
      "starttls",
      `"starttls" and "ssl" contradict each other. Take "ssl": false out of the secret to encrypt the connection.`,
    );
  }
  const defaultPort = starttls || plain ? 389 : 636;
  return {
    ...parsePasswordCredential(fields, { defaultPort, defaultDatabase: "", maximumUsernameBytes }),
    starttls,
  };
}

/**
 * Reads a secret whose user is named by its distinguished name.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseLdapCredential(fields: SecretFields): DirectoryCredential {
  const credential = parseDirectoryCredential(fields);
  if (isDistinguishedName(credential.username)) return credential;
  throw new InvalidSecretError(
    "username",
    `"username" must be the user's distinguished name, such as uid=app,ou=people,dc=example,dc=com. Correct it in the secret.`,
  );
}

/** Whether a name is written as a distinguished name; its server decides whether there is such an entry. */
export function isDistinguishedName(name: string): boolean {
  return /^\s*([a-z][a-z0-9-]*|\d+(\.\d+)+)\s*=/i.test(name);
}
