import type ssh2 from "ssh2";
import { EngineError } from "../../errors.ts";
import type { Edited } from "./authorized-keys.ts";
import type { SshCredential, SshHost } from "./credential.ts";
import { fileError } from "./errors.ts";
import { sftpKeyFile } from "./sftp-key-file.ts";
import { shellKeyFile } from "./shell-key-file.ts";

/** A file that somebody else keeps changing is left alone after so many tries. */
const tries = 5;

/**
 * Changes the user's authorized_keys: by SFTP where the host offers it, else by a shell. A file that need not change is
 * not written.
 *
 * @throws EngineError "privilege" if the user may not, or if the file does not hold the key that the edit needs
 */
export async function editKeyFile(
  client: ssh2.Client,
  host: SshHost,
  { username }: SshCredential,
  edit: (text: string) => Edited,
): Promise<void> {
  const file = (await sftpKeyFile(client, host, username)) ?? shellKeyFile(client, host, username);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const state = await file.read();
    const edited = edit(state.text);
    if ("missing" in edited) {
      const { type, blob } = edited.missing;
      throw fileError(
        host,
        username,
        `it does not hold the key ${type} …${blob.slice(-16)}, without which nobody could log in; the host may keep keys elsewhere (AuthorizedKeysFile)`,
      );
    }
    if (edited.text === state.text || (await file.replace(state, edited.text))) return;
  }
  throw new EngineError(
    "statement",
    `~/.ssh/authorized_keys of "${username}" at ${host.label} is being changed by somebody else. Try again later.`,
  );
}
