import * as z from "zod";
import type { PasswordCredential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { readFields, requiredText } from "../../fields.ts";
import { parsePasswordCredential } from "../password-credential.ts";
import { storedName } from "./names.ts";

/** Before Oracle 12.2 a name has at most 30 bytes, and AWS's rotation template keeps to it. */
export const maximumUsernameBytes = 30;

/**
 * The service becomes part of a connect descriptor. What could end it is refused: a secret's `dbname` is also where its
 * superuser logs in, and must not send it to another host.
 */
const schema = z.looseObject({
  dbname: requiredText.regex(/^[\w.$#-]+$/, "must be the name of a service"),
});

/**
 * Reads the fields of AWS's database secrets. `dbname` is the name of the service, with TLS and without; it must be
 * there.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseOracleCredential(fields: SecretFields): PasswordCredential {
  const credential = parsePasswordCredential(fields, {
    defaultPort: 1_521,
    defaultDatabase: "",
    maximumUsernameBytes,
  });
  readFields(schema, fields, "The secret");
  storedName(credential.username);
  return credential;
}
