import * as z from "zod";
import type { NextCredential, SecretFields } from "../../engine.ts";
import { InvalidSecretError } from "../../errors.ts";
import { hostField, isHost, readFields } from "../../fields.ts";
import { nextPassword } from "../password-credential.ts";
import { type DirectoryCredential, isDistinguishedName, parseDirectoryCredential } from "./credential.ts";

/** The names that AWS's secrets for joining a domain use. */
const awsNames = { username: "awsSeamlessDomainUsername", password: "awsSeamlessDomainPassword" } as const;

const text = z.string("must be text").min(1, "must not be empty").optional();

const awsSchema = z.looseObject({
  awsSeamlessDomain: hostField.optional(),
  awsSeamlessDomainUsername: text,
  awsSeamlessDomainPassword: text,
  keytabArns: z
    .array(z.unknown())
    .max(0, "names keytabs, which Rekey does not make anew: they would work no more after a rotation")
    .optional(),
});

/**
 * Reads a secret of Active Directory: as a directory's, its user named by account name, user principal name or
 * distinguished name. User and password may stand under the names of AWS's secrets for joining a domain instead
 * (awsSeamlessDomainUsername, awsSeamlessDomainPassword; awsSeamlessDomainDirectoryId is left alone). Where such a
 * secret has no `host`, a controller is found by the domain's DNS name: awsSeamlessDomain, or that in the name of a user
 * such as app@corp.example.com. DNS has the addresses of a domain's controllers under it.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseActiveDirectoryCredential(fields: SecretFields): DirectoryCredential {
  const credential = parseDirectoryCredential({ ...fields, ...ourNames(fields), ...hostOf(fields) });
  if (!credential.tls) {
    throw new InvalidSecretError(
      "ssl",
      `Active Directory takes passwords over TLS only. Take "ssl": false out of the secret.`,
    );
  }
  if (credential.username.includes("\\") && !isDistinguishedName(credential.username)) {
    const field = awsNames.username in fields ? awsNames.username : "username";
    throw new InvalidSecretError(
      field,
      `"${field}" must not name a NetBIOS domain. Write app@corp.example.com, or app alone.`,
    );
  }
  return credential;
}

/** The next version's fields: a new password under the name that the secret uses. */
export async function nextActiveDirectoryPassword(
  fields: SecretFields,
  username: string,
  world: NextCredential,
): Promise<SecretFields> {
  if (!(awsNames.password in fields)) return nextPassword(fields, username, world);
  return { ...fields, [awsNames.password]: await world.newPassword() };
}

function ourNames(fields: SecretFields): SecretFields {
  const aws = readFields(awsSchema, fields, "The secret");
  for (const name of ["username", "password"] as const) {
    if (name in fields && awsNames[name] in fields) {
      throw new InvalidSecretError(
        awsNames[name],
        `The secret has both "${name}" and "${awsNames[name]}". Take one of them out, so that none is left behind by a rotation.`,
      );
    }
  }
  return {
    ...(aws.awsSeamlessDomainUsername ? { username: aws.awsSeamlessDomainUsername } : {}),
    ...(aws.awsSeamlessDomainPassword ? { password: aws.awsSeamlessDomainPassword } : {}),
  };
}

/** The domain's own name, where a secret for joining it names no controller. */
function hostOf(fields: SecretFields): SecretFields {
  const { awsSeamlessDomain, awsSeamlessDomainUsername = "" } = readFields(awsSchema, fields, "The secret");
  if (fields.host !== undefined || !(awsNames.username in fields)) return {};
  const [, domain = ""] = /^[^@]+@([^@]+\.[^@]+)$/.exec(awsSeamlessDomainUsername) ?? [];
  const host = awsSeamlessDomain ?? (isHost(domain) ? domain : undefined);
  if (host !== undefined) return { host };
  throw new InvalidSecretError(
    "host",
    `The secret cannot be rotated: it names its directory by an id alone. Put the domain's DNS name into it as "awsSeamlessDomain", or write the user as app@corp.example.com.`,
  );
}
