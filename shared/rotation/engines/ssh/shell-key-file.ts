import type ssh2 from "ssh2";
import { EngineError } from "../../errors.ts";
import type { SshHost } from "./credential.ts";
import { fileError, lost, restrictedError } from "./errors.ts";
import { type KeyFile, maximumFileBytes } from "./key-file.ts";

/** How the commands below end. */
const [noFile, notWritable, changed, incomplete] = [91, 92, 93, 94];

/** Finds the file behind symbolic links, and makes sure that it is the user's own to write. */
const findFile = [
  "umask 077",
  `f=$(readlink -f "$HOME/.ssh/authorized_keys") && [ -f "$f" ] || exit ${noFile}`,
  `[ -O "$f" ] && [ -w "$f" ] || exit ${notWritable}`,
].join("; ");

/** A login shell may print a greeting before: what counts stands between the marks. */
const [beginMark, endMark] = ["rekey-begin", "rekey-end"];

const readCommand = fixed(
  [findFile, `echo ${beginMark}`, `cksum < "$f"`, `cat "$f" && echo && echo ${endMark}`].join("; "),
);

/** Standard input: the checksum of the file to be replaced, how many bytes follow, and these: the new text. */
const replaceCommand = fixed(
  [
    findFile,
    `IFS= read -r old && IFS= read -r size || exit ${incomplete}`,
    `t=$(mktemp "$f.rekey-XXXXXXXXXX") || exit ${notWritable}`,
    `trap "rm -f \\"\\$t\\"" EXIT`,
    `trap "exit ${incomplete}" HUP INT TERM`,
    `cat > "$t" && [ $(wc -c < "$t") -eq "$size" ] || exit ${incomplete}`,
    `sync "$t" 2> /dev/null || sync`,
    `[ "$(cksum < "$f")" = "$old" ] || exit ${changed}`,
    `mv -f "$t" "$f"`,
  ].join("; "),
);

/** The file by commands that never change: keys and all else go in by standard input. */
export function shellKeyFile(client: ssh2.Client, host: SshHost, username: string): KeyFile {
  return {
    read: async () => {
      const { code, output } = await run(client, host, readCommand, "");
      const begin = output.indexOf(`${beginMark}\n`);
      const end = output.lastIndexOf(`\n${endMark}\n`);
      if (code !== 0 || begin < 0 || end < begin) throw shellError(code, host, username);
      const inside = output.slice(begin + beginMark.length + 1, end);
      const line = inside.indexOf("\n");
      return { text: inside.slice(line + 1), mark: inside.slice(0, line) };
    },
    replace: async (state, text) => {
      const { code } = await run(client, host, replaceCommand, `${state.mark}\n${text.length}\n${text}`);
      if (code === changed) return false;
      if (code !== 0) throw shellError(code, host, username);
      return true;
    },
  };
}

/** Whatever the user's own shell is, it hands the command to sh as it stands. */
function fixed(script: string): string {
  return `exec sh -c '${script}'`;
}

async function run(
  client: ssh2.Client,
  host: SshHost,
  command: string,
  input: string,
): Promise<{ code: number | undefined; output: string }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) {
        resolve({ code: undefined, output: "" });
        return;
      }
      const chunks: Buffer[] = [];
      let code: number | undefined;
      let size = 0;
      channel.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > 2 * maximumFileBytes) channel.destroy();
      });
      channel.stderr.resume();
      channel.on("exit", (exitCode: number | null) => {
        code = exitCode ?? undefined;
      });
      channel.on("error", () => reject(lost(host)));
      channel.on("close", () => resolve({ code, output: Buffer.concat(chunks).toString("latin1") }));
      channel.end(Buffer.from(input, "latin1"));
    });
  });
}

function shellError(code: number | undefined, host: SshHost, username: string): EngineError {
  if (code === noFile) return fileError(host, username, "there is no such file");
  if (code === notWritable) return fileError(host, username, "it is not the user's to write");
  if (code === incomplete) {
    return new EngineError(
      "statement",
      `${host.label} could not write ~/.ssh/authorized_keys of "${username}"; it is unchanged. The disk may be full.`,
    );
  }
  return restrictedError(host, username);
}
