import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type HostAddress, readHostKeys } from "../../../../../shared/rotation/engines/ssh/host-keys.ts";
import { fingerprint, newKeyPair } from "../../../../../shared/rotation/engines/ssh/keys.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const [type = "", base64 = ""] = newKeyPair("host", new Date(0)).publicKey.split(" ");
const blob = Buffer.from(base64, "base64");
const other = Buffer.from(newKeyPair("other", new Date(0)).publicKey.split(" ")[1] ?? "", "base64");

/** Whether one line is for a host. */
function isFor(names: string, host: HostAddress): boolean | undefined {
  return readHostKeys(`${names} ${type} ${base64}`)[0]?.isFor(host);
}

describe("a line of known_hosts", () => {
  test("vouches for its key and no other", () => {
    const [key] = readHostKeys(`a.example.com ${type} ${base64} comment`);
    expect(key).toMatchObject({ type, revoked: false });
    expect(key?.is(blob)).toBe(true);
    expect(key?.is(other)).toBe(false);
    expect(key?.is(Buffer.from(""))).toBe(false);
  });

  test.each([
    ["a.example.com", "a.example.com", 22, true],
    ["A.Example.com", "a.example.com", 22, true],
    ["a.example.com", "b.example.com", 22, false],
    ["a.example.com", "a.example.com", 2222, false],
    ["[a.example.com]:2222", "a.example.com", 2222, true],
    ["[a.example.com]:2222", "a.example.com", 22, false],
    ["b.example.com,a.example.com", "a.example.com", 22, true],
    ["*.example.com", "a.example.com", 22, true],
    ["*.example.com", "example.com", 22, false],
    ["*.example.com,!a.example.com", "a.example.com", 22, false],
    ["*.example.com,!a.example.com", "b.example.com", 22, true],
    ["!b.example.com", "a.example.com", 22, false],
    ["10.0.0.?", "10.0.0.7", 22, true],
    ["10.0.0.?", "10.0.0.77", 22, false],
    ["[*]:2222", "a.example.com", 2222, true],
    ["::1", "::1", 22, true],
  ])("for %s is for %s, port %i: %s", (names, name, port, expected) => {
    expect(isFor(names, { name, port })).toBe(expected);
  });

  // Made by: ssh-keygen -H -f known_hosts, with the names a.example.com and [a.example.com]:2222.
  test.each([
    ["|1|fgzllRhBOWwgyhpsSxCPEswad6Q=|ZQk7jPJkwYgn8eFqbUpCArvDC7E=", 22],
    ["|1|XNN9DQXSI/zbice5BY2mPmckajk=|iALGzl9qDIjvj3tYN1KV13zmsZ0=", 2222],
  ])("whose name is hashed as %s is for the host with port %i", (names, port) => {
    expect(isFor(names, { name: "a.example.com", port })).toBe(true);
    expect(isFor(names, { name: "b.example.com", port })).toBe(false);
    expect(isFor(names, { name: "a.example.com", port: port + 1 })).toBe(false);
  });

  test("may take a key back", () => {
    const [key] = readHostKeys(`@revoked * ${type} ${base64}`);
    expect(key?.revoked).toBe(true);
    expect(key?.isFor({ name: "a.example.com", port: 22 })).toBe(true);
  });

  test.each([
    `@cert-authority *.example.com ${type} ${base64}`,
    `${type} ${base64}`,
    `a.example.com ssh-rsa ${base64}`,
    `a.example.com ${type}`,
    `a.example.com ${type} not-base64!`,
    "SHA256:short",
    "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
  ])("that is neither that nor a fingerprint is refused: %s", (line) => {
    expect(() => readHostKeys(line)).toThrow(InvalidSecretError);
  });
});

test("a fingerprint vouches for its key at any host, with or without the padding that ssh-keygen leaves out", () => {
  for (const end of ["", "="]) {
    const [key] = readHostKeys(fingerprint(blob) + end);
    expect(key?.isFor({ name: "any.example.com", port: 1 })).toBe(true);
    expect(key?.is(blob)).toBe(true);
    expect(key?.is(other)).toBe(false);
    expect(key?.type).toBeUndefined();
  }
});

test("comments and empty lines, as ssh-keyscan prints them, are left out", () => {
  const lines = `# a.example.com:22 SSH-2.0-OpenSSH\n\na.example.com ${type} ${base64}\r\n  \n`;
  expect(readHostKeys(lines)).toHaveLength(1);
});

test("patterns match as a shell's do", () => {
  const letters = fc.array(fc.constantFrom("a", "b", "."), { maxLength: 8 }).map((all) => all.join(""));
  const pattern = fc
    .array(fc.constantFrom("a", "b", ".", "*", "?"), { minLength: 1, maxLength: 8 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(pattern, letters, (glob, name) => {
      const source = glob.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
      expect(isFor(glob, { name, port: 22 })).toBe(new RegExp(`^${source}$`).test(name));
    }),
    { numRuns: 2_000 },
  );
});

test("any line is understood or refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      try {
        readHostKeys(text);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidSecretError);
      }
    }),
  );
});
