import { createHash, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { sha256Crypt } from "./sha256-crypt.ts";

/** `$A$` or `$B$`, thousands of rounds in hexadecimal, `$`, 20 bytes of salt, the digest. */
const cachingSha2 = /^\$([AB])\$([0-9A-Fa-f]{3})\$(.{20})(.+)$/s;

/**
 * Whether what a server stores is the password: that tells which of an account's two passwords is which, and which
 * accounts of a name share one, where no login can.
 * Sources: MySQL's sql/auth/sha2_password.cc for `$A$` (crypt) and, from 9.6 on, `$B$` (PBKDF2 with SHA-512);
 * password.c for mysql_native_password.
 *
 * @param plugin the authentication plugin of the account
 * @param stored its authentication string
 * @returns undefined if the format is not known
 */
export function isStoredPassword(plugin: string, stored: string, password: string): boolean | undefined {
  if (plugin === "mysql_native_password") return same(stored, nativePassword(password));
  if (plugin !== "caching_sha2_password") return undefined;
  const [, format, thousands = "", salt = "", digest = ""] = cachingSha2.exec(stored) ?? [];
  if (!format) return undefined;
  const rounds = Number.parseInt(thousands, 16) * 1_000;
  const saltBytes = Buffer.from(salt, "latin1");
  return same(
    digest,
    format === "A"
      ? sha256Crypt(password, saltBytes, rounds)
      : pbkdf2Sync(password, saltBytes, rounds, 64, "sha512").toString("base64"),
  );
}

/** What mysql_native_password stores: no salt, so that equal passwords are stored equally. */
export function nativePassword(password: string): string {
  const once = createHash("sha1").update(password).digest();
  return `*${createHash("sha1").update(once).digest("hex").toUpperCase()}`;
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
