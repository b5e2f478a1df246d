import { Attribute, Change, type Client, PasswordPolicyControl, PasswordPolicyError } from "ldapts";
import type { Engine } from "../../engine.ts";
import { PasswordRejectedError } from "../../errors.ts";
import { unlessRefused } from "../../refusal.ts";
import { nextPassword } from "../password-credential.ts";
import { bind, logIn } from "./bind.ts";
import { connected } from "./connection.ts";
import { type DirectoryCredential, parseLdapCredential } from "./credential.ts";
import { changeError } from "./errors.ts";
import { passwordModifyOid, passwordModifyValue } from "./password-modify.ts";
import { rootDse } from "./root-dse.ts";

/**
 * OpenLDAP and other directories that keep passwords in userPassword, over LDAPS or StartTLS. The user changes its
 * own password, or the administrator of `masterarn` does. A directory with a minimum age or a history of passwords
 * lets only an administrator put an old password back, which is what undoing a rotation needs.
 */
export const ldap: Engine<DirectoryCredential> = {
  strategies: ["single-user"],
  parse: parseLdapCredential,
  next: nextPassword,
  logIn: (credential, timeoutMs) =>
    connected(credential, timeoutMs, async (client) => {
      await logIn(client, credential);
      await rootDse(client, credential, ["supportedLDAPVersion"]);
    }),
  singleUser: {
    set: async (as, next, timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      const used = await connected(as, timeoutMs, (client) => setPassword(client, as, next));
      // A history refuses the password that is set already, where an administrator repeats itself.
      if (used && !(await unlessRefused(ldap.logIn(next, deadline - performance.now())))) throw used;
    },
  },
};

/** @returns the refusal of a password that may be set already */
async function setPassword(
  client: Client,
  as: DirectoryCredential,
  next: DirectoryCredential,
): Promise<PasswordRejectedError | undefined> {
  await bind(client, as);
  const control = new PasswordPolicyControl();
  const itself = as.username === next.username;
  const oldPassword = itself ? as.password : undefined;
  try {
    if (await offersPasswordModify(client, as)) {
      const value = passwordModifyValue({ user: next.username, oldPassword, newPassword: next.password });
      await client.exop(passwordModifyOid, value, control);
    } else {
      const modification = new Attribute({ type: "userPassword", values: [next.password] });
      await client.modify(next.username, new Change({ operation: "replace", modification }), control);
    }
  } catch (error) {
    const refusal = changeError(error, as, next, control.value?.error);
    const used = control.value?.error === PasswordPolicyError.PasswordInHistory;
    if (used && !itself && refusal instanceof PasswordRejectedError) return refusal;
    throw refusal;
  }
  return undefined;
}

/** A server that shows no extensions at all hides them; one that lists them without this one does not have it. */
async function offersPasswordModify(client: Client, as: DirectoryCredential): Promise<boolean> {
  const { supportedExtension } = await rootDse(client, as, ["supportedExtension"]);
  return supportedExtension.length === 0 || supportedExtension.includes(passwordModifyOid);
}
