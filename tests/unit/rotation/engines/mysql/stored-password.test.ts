import { describe, expect, test } from "vitest";
import { sha256Crypt } from "../../../../../shared/rotation/engines/mysql/sha256-crypt.ts";
import {
  isStoredPassword,
  nativePassword,
} from "../../../../../shared/rotation/engines/mysql/stored-password.ts";

describe("crypt's SHA-256", () => {
  // From crypt(3) of glibc 2.36: crypt("…", "$5$rounds=…$salt").
  test.each([
    {
      password: "Hello world!",
      salt: "saltstring",
      rounds: 5_000,
      digest: "5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
    },
    {
      password: "Hello world!",
      salt: "saltstringsaltst",
      rounds: 10_000,
      digest: "3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA",
    },
    {
      password: "a very much longer text to encrypt.  This one even stretches over morethan one line.",
      salt: "anotherlongsalts",
      rounds: 1_400,
      digest: "Rx.j8H.h8HjEDGomFU8bDkXm3XIUnzyxf12oP84Bnq1",
    },
  ])("of $password is $digest", ({ password, salt, rounds, digest }) => {
    expect(sha256Crypt(password, Buffer.from(salt), rounds)).toBe(digest);
  });
});

describe("what a server stores", () => {
  // HEX(authentication_string) in MySQL 9.7.4 after CREATE USER … IDENTIFIED BY this, in its two formats, and
  // PASSWORD() in MariaDB 10.11.
  const password = "correct horse €";
  const crypt = Buffer.from(
    "244124303041240905276365224C33463F1E6537791D750D2F477553516B6579453844414D6C697634446742756850544275654F2F667745783532347651335374457956562E",
    "hex",
  ).toString();
  const pbkdf2 = Buffer.from(
    "2442243030412473020101302515287F11366C7E5E1A73701737495734376D576B614E6F473938716F626A2B45747839316643545A4F5A494F52577446715856464B576666534B6F4348787935384F6663334834702B647052446D6A49596668487A68474F3739316B62722B4F704A4F513D3D",
    "hex",
  ).toString();
  const native = "*87E84D936289A3E3BDC77F1945D227516066A2FC";

  test.each([
    { plugin: "caching_sha2_password", stored: crypt },
    { plugin: "caching_sha2_password", stored: pbkdf2 },
    { plugin: "mysql_native_password", stored: native },
  ])("by $plugin is recognised by the password and by no other", ({ plugin, stored }) => {
    expect(isStoredPassword(plugin, stored, password)).toBe(true);
    expect(isStoredPassword(plugin, stored, `${password} `)).toBe(false);
    expect(isStoredPassword(plugin, stored, "")).toBe(false);
  });

  test("by mysql_native_password is what Rekey sends", () => {
    expect(nativePassword(password)).toBe(native);
  });

  test.each([
    { plugin: "ed25519", stored: "0cBZTrKx5x9mpSNQ5xpt6j3rJUcqumPHAV9MZCfsJ9g" },
    { plugin: "caching_sha2_password", stored: "" },
    { plugin: "caching_sha2_password", stored: "$C$00A$of another time" },
    { plugin: "auth_socket", stored: "" },
  ])("by $plugin as $stored is not judged", ({ plugin, stored }) => {
    expect(isStoredPassword(plugin, stored, password)).toBeUndefined();
  });

  test("where no password is set is nobody's password", () => {
    expect(isStoredPassword("mysql_native_password", "", password)).toBe(false);
  });
});
