import * as z from "zod";
import type { PasswordCredential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { InvalidSecretError } from "../../errors.ts";
import { readFields } from "../../fields.ts";
import { parsePasswordCredential } from "../password-credential.ts";

/** A login at a Redis or Valkey server. */
export interface RedisCredential extends PasswordCredential {
  /** Whether a change must outlive a restart of the server. */
  persist: boolean;
  /** PEM of the client's certificate and key, where the server asks for one (`tls-auth-clients yes`). */
  sslcert?: string | undefined;
  sslkey?: string | undefined;
}

const schema = z.looseObject({
  persist: z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "must be true or false")
    .optional(),
  sslcert: pem("CERTIFICATE", "the certificate"),
  sslkey: pem("[A-Z ]*PRIVATE KEY", "the key"),
});

/** Redis has no limit for a user's name; Secrets Manager's for the whole secret is met first. */
const limits = { defaultPort: 6_379, defaultDatabase: "", maximumUsernameBytes: 65_536 };

/**
 * Reads the fields of AWS's database secrets, and three of our own: `persist` (true unless said otherwise),
 * `sslcert` and `sslkey`. The password of `requirepass` is that of the user `default`.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseRedisCredential(fields: SecretFields): RedisCredential {
  const credential = parsePasswordCredential(fields, limits);
  const { persist, sslcert, sslkey } = readFields(schema, fields, "The secret");
  // Redis: "Usernames can't contain spaces or null characters".
  if (/[\s\0]/.test(credential.username)) {
    throw new InvalidSecretError(
      "username",
      `"username" has a space or NUL in it, which no Redis user's name can have. Correct it in the secret.`,
    );
  }
  if ((sslcert === undefined) !== (sslkey === undefined)) {
    const missing = sslcert === undefined ? "sslcert" : "sslkey";
    throw new InvalidSecretError(
      missing,
      `"${missing}" is missing: a client's certificate and its key go together. Put both into the secret, or none.`,
    );
  }
  return { ...credential, persist: persist !== false, sslcert, sslkey };
}

function pem(kind: string, what: string) {
  return z
    .string("must be text")
    .regex(new RegExp(`^-----BEGIN ${kind}-----`), `must be ${what} itself in PEM, not a path`)
    .optional();
}
