import type { Engine, SecretFields } from "../../engine.ts";
import { addKey, removeKey } from "./authorized-keys.ts";
import { connected } from "./connection.ts";
import { parseSshCredential, type SshCredential } from "./credential.ts";
import { editKeyFile } from "./edit-key-file.ts";
import { atEveryHost } from "./every-host.ts";
import { newKeyPair } from "./keys.ts";

/** What the comment of a new key begins with, unless the secret says otherwise. */
const defaultComment = "rekey";

/**
 * SSH keys that users log in with, at one host or many. The new key stands in ~/.ssh/authorized_keys beside the old
 * one, with the same options, until the old one is retired. A host counts only with the others: a key that one of them
 * does not take is not taken.
 */
export const ssh: Engine<SshCredential> = {
  strategies: ["overlap"],
  parse: parseSshCredential,
  next: nextKey,
  logIn: (credential, timeoutMs) =>
    atEveryHost(credential, (host) => connected(host, credential, timeoutMs, async () => {})),
  overlap: {
    add: (as, current, next, timeoutMs) =>
      atEveryHost(as, (host) =>
        connected(host, as, timeoutMs, (client) =>
          editKeyFile(client, host, as, (text) =>
            addKey(text, current.publicKey, next.publicKey, next.comment),
          ),
        ),
      ),
    remove: (as, kept, old, timeoutMs) =>
      atEveryHost(as, (host) =>
        connected(host, as, timeoutMs, (client) =>
          editKeyFile(client, host, as, (text) => removeKey(text, kept.publicKey, old.publicKey)),
        ),
      ),
    isSame: (one, other) => one.publicKey.blob === other.publicKey.blob,
  },
};

async function nextKey(fields: SecretFields, username: string): Promise<SecretFields> {
  const { comment } = fields;
  const front = typeof comment === "string" ? comment : defaultComment;
  return { ...fields, username, ...newKeyPair(front, new Date()) };
}
