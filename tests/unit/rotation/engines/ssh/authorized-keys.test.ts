import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addKey, removeKey } from "../../../../../shared/rotation/engines/ssh/authorized-keys.ts";
import {
  newKeyPair,
  type PublicKey,
  readPublicKey,
} from "../../../../../shared/rotation/engines/ssh/keys.ts";

const [current, next, stranger] = [madeKey(), madeKey(), madeKey()];

function madeKey(): PublicKey {
  const key = readPublicKey(newKeyPair("test", new Date(0)).publicKey);
  if (!key) throw new Error("no key");
  return key;
}

function line({ type, blob }: PublicKey, comment = "", options = ""): string {
  return [options, type, blob, comment].filter((part) => part !== "").join(" ");
}

/** What adding the next key makes of a text. */
function added(text: string, comment = "new"): string | undefined {
  const edited = addKey(text, current, next, comment);
  return "text" in edited ? edited.text : undefined;
}

/** What removing the current key in favour of the next makes of a text. */
function removed(text: string): string | undefined {
  const edited = removeKey(text, next, current);
  return "text" in edited ? edited.text : undefined;
}

/** Lines that are not the current or the next key's: keys, comments, nonsense. */
const otherLine = fc.oneof(
  fc.constant(line(stranger, "someone else", 'from="10.0.0.0/8"')),
  fc.constant(`# ${line(current)}`),
  fc.constant(`#${line(next)}`),
  fc.constant(line(current, "an authority", 'cert-authority,principals="a b"')),
  fc.constant(""),
  fc.constant("\t "),
  fc.string({ unit: "binary-ascii" }).map((text) => text.replaceAll("\n", "")),
  fc.constant("caf\xe9 \xff"),
);
const otherLines = fc.array(otherLine, { maxLength: 6 });
const options = fc.constantFrom(
  "",
  "restrict",
  'from="10.0.0.1,fe80::/10"',
  'command="echo \\"a b\\"",no-pty',
);

describe("adding a key", () => {
  test.each([
    ["alone", line(current, "old"), `${line(current, "old")}\n${line(next, "new")}\n`],
    ["with an end of line", `${line(current)}\n`, `${line(current)}\n${line(next, "new")}\n`],
    [
      "with options",
      `${line(current, "old", 'from="10.0.0.1"')}\n`,
      `${line(current, "old", 'from="10.0.0.1"')}\n${line(next, "new", 'from="10.0.0.1"')}\n`,
    ],
    [
      "with blanks in its options",
      `  ${line(current, "", 'command="a \\"b\\" c",no-pty')}\n`,
      `  ${line(current, "", 'command="a \\"b\\" c",no-pty')}\n${line(next, "new", 'command="a \\"b\\" c",no-pty')}\n`,
    ],
    [
      "twice, each time with other options",
      `${line(current, "", 'from="a"')}\n${line(current, "", 'from="b"')}\n`,
      `${line(current, "", 'from="a"')}\n${line(current, "", 'from="b"')}\n${line(next, "new", 'from="a"')}\n${line(next, "new", 'from="b"')}\n`,
    ],
    [
      "with tabs",
      `${current.type}\t${current.blob}\told\n`,
      `${current.type}\t${current.blob}\told\n${line(next, "new")}\n`,
    ],
    ["in a file of Windows", `${line(current)}\r\n`, `${line(current)}\r\n${line(next, "new")}\n`],
  ])("to a file that holds the current one %s", (_, before, after) => {
    expect(added(before)).toBe(after);
  });

  test("that has no comment leaves none", () => {
    expect(added(line(current), "")).toBe(`${line(current)}\n${line(next)}\n`);
  });

  test("that is there with other options than the current one's puts it right", () => {
    const before = `${line(next, "half", "restrict")}\n${line(current, "old")}\n`;
    expect(added(before)).toBe(`${line(current, "old")}\n${line(next, "new")}\n`);
  });

  test.each([
    ["empty", ""],
    ["of another key", line(stranger)],
    ["with the current key in a comment", `# ${line(current)}`],
    ["with the current key as an authority", line(current, "", "cert-authority")],
    [
      "with the current key as an authority among other options",
      line(current, "", 'from="a b",Cert-Authority'),
    ],
    ["with the current key behind what is no option list", `"unfinished ${line(current)}`],
  ])("to a file that is %s is refused: the current key must be there", (_, text) => {
    expect(addKey(text, current, next, "new")).toEqual({ missing: current });
  });

  test("changes no other line, is the same when repeated, and removing it again restores the file", () => {
    fc.assert(
      fc.property(otherLines, otherLines, options, (before, after, option) => {
        const text = `${[...before, line(current, "old", option), ...after].join("\n")}\n`;
        const once = added(text);
        expect(once).toBe(`${text}${line(next, "new", option)}\n`);
        expect(added(once ?? "")).toBe(once);
        expect(removeKey(once ?? "", current, next)).toEqual({ text });
      }),
    );
  });
});

describe("removing a key", () => {
  test("takes its lines out and no other, and is the same when repeated", () => {
    fc.assert(
      fc.property(otherLines, otherLines, options, options, (before, between, one, two) => {
        const kept = [...before, ...between, line(next, "new", two)].join("\n");
        const text = [...before, line(current, "old", one), ...between, line(next, "new", two)].join("\n");
        expect(removed(text)).toBe(kept);
        expect(removed(kept)).toBe(kept);
      }),
    );
  });

  test.each([
    ["is not there", line(current)],
    ["is there as a comment only", `${line(current)}\n#${line(next)}\n`],
    ["is there as an authority only", `${line(current)}\n${line(next, "", "cert-authority")}\n`],
  ])("is refused where the kept key %s", (_, text) => {
    expect(removeKey(text, next, current)).toEqual({ missing: next });
  });

  test("is refused where it is the kept one", () => {
    expect(removeKey(line(next), next, next)).toEqual({ missing: next });
  });
});
