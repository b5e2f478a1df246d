import type { Client } from "ldapts";
import type { Engine } from "../../engine.ts";
import {
  nextActiveDirectoryPassword,
  parseActiveDirectoryCredential,
} from "./active-directory-credential.ts";
import { activeDirectoryBindError, activeDirectoryChangeError } from "./active-directory-errors.ts";
import { entryName, loginName } from "./active-directory-names.ts";
import { connected } from "./connection.ts";
import type { DirectoryCredential } from "./credential.ts";
import { ownPasswordChanges, passwordReset } from "./unicode-password.ts";

/**
 * Active Directory, over LDAPS or StartTLS; AWS Managed Microsoft AD among it, once it has a certificate for LDAPS.
 * The user changes its own password, or the administrator of `masterarn` resets it. A domain's policy lets users
 * change a password once a day, and never back to an old one: only an administrator can undo a rotation.
 *
 * A domain controller may take the password before the last for logins for an hour, so that a login alone does not
 * prove which one is set; a change does, since the old password must come with it.
 *
 * Tested with Samba's domain controller, not with Microsoft's.
 */
export const activeDirectory: Engine<DirectoryCredential> = {
  strategies: ["single-user"],
  parse: parseActiveDirectoryCredential,
  next: nextActiveDirectoryPassword,
  logIn: (credential, timeoutMs) =>
    connected(credential, timeoutMs, async (client) => {
      await bind(client, credential);
    }),
  singleUser: {
    set: (as, next, timeoutMs) =>
      connected(as, timeoutMs, async (client) => {
        await bind(client, as);
        const entry = await entryName(client, as, next.username);
        const changes =
          as.username === next.username
            ? ownPasswordChanges(as.password, next.password)
            : passwordReset(next.password);
        await client.modify(entry, changes).catch((error: unknown) => {
          throw activeDirectoryChangeError(error, as, next);
        });
      }),
  },
};

async function bind(client: Client, credential: DirectoryCredential): Promise<void> {
  const name = await loginName(client, credential);
  await client.bind(name, credential.password).catch((error: unknown) => {
    throw activeDirectoryBindError(error, credential);
  });
}
