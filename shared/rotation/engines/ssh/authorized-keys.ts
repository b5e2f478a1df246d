import { isPublicKey, type PublicKey } from "./keys.ts";

/** A line of authorized_keys that lets a key in. */
interface KeyLine {
  /** What limits the key, such as from="10.0.0.0/8"; empty if nothing does. */
  options: string;
  key: PublicKey;
}

/** What became of a file's text, or why it stays as it is. */
export type Edited = { text: string } | { missing: PublicKey };

/**
 * Adds a key's line at the end for each line of another key, with the same options, so that it may do the same.
 * Nothing changes where those lines are there already. All other lines stay to the byte.
 *
 * @param text the file's bytes as latin1, which keeps what is not UTF-8
 * @param current the key whose options are taken; it must be in the file
 */
export function addKey(text: string, current: PublicKey, next: PublicKey, comment: string): Edited {
  const lines = linesOf(text);
  const wanted = optionsOf(lines, current);
  if (wanted.length === 0) return { missing: current };
  const there = optionsOf(lines, next);
  if (sorted(there) === sorted(wanted)) return { text };
  const kept = without(lines, next);
  const end = kept === "" || kept.endsWith("\n") ? "" : "\n";
  const added = wanted.map((options) =>
    [options, next.type, next.blob, comment].filter((part) => part !== "").join(" "),
  );
  return { text: `${kept}${end}${added.join("\n")}\n` };
}

/**
 * Takes a key's lines out. All other lines stay to the byte.
 *
 * @param text the file's bytes as latin1, which keeps what is not UTF-8
 * @param kept the key that must stay; it must be in the file
 */
export function removeKey(text: string, kept: PublicKey, old: PublicKey): Edited {
  const lines = linesOf(text);
  if (kept.blob === old.blob || optionsOf(lines, kept).length === 0) return { missing: kept };
  return { text: without(lines, old) };
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function optionsOf(lines: readonly string[], key: PublicKey): string[] {
  return lines.flatMap((line) => {
    const read = readLine(line);
    return read?.key.blob === key.blob ? [read.options] : [];
  });
}

function without(lines: readonly string[], key: PublicKey): string {
  return lines.filter((line) => readLine(line)?.key.blob !== key.blob).join("");
}

function sorted(options: readonly string[]): string {
  return JSON.stringify([...options].sort());
}

/**
 * Reads a line as sshd does: blanks, then a key; or options up to the first blank that is not quoted, then a key.
 * A certificate authority is no key that logs in by itself. Source: sshd(8), "AUTHORIZED_KEYS FILE FORMAT".
 */
function readLine(line: string): KeyLine | undefined {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return undefined;
  const bare = keyAt(text);
  if (bare) return { options: "", key: bare };
  const end = endOfOptions(text);
  const options = text.slice(0, end);
  const key = keyAt(text.slice(end).trimStart());
  return key && !isAuthority(options) ? { options, key } : undefined;
}

function keyAt(text: string): PublicKey | undefined {
  const [type = "", blob = ""] = text.split(/[ \t]+/, 2);
  return isPublicKey(type, blob) ? { type, blob } : undefined;
}

function endOfOptions(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\" && text[at + 1] === '"') at += 1;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && (text[at] === " " || text[at] === "\t")) return at;
  }
  return text.length;
}

function isAuthority(options: string): boolean {
  return options
    .replaceAll(/"(\\"|[^"])*"/g, "")
    .toLowerCase()
    .split(",")
    .includes("cert-authority");
}
