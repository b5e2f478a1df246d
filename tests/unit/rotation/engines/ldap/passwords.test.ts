import fc from "fast-check";
import { BerReader } from "ldapts";
import { expect, test } from "vitest";
import { passwordModifyValue } from "../../../../../shared/rotation/engines/ldap/password-modify.ts";
import {
  ownPasswordChanges,
  passwordReset,
  unicodePassword,
} from "../../../../../shared/rotation/engines/ldap/unicode-password.ts";

test("Password Modify's value is as RFC 3062 defines it", () => {
  const asItself = passwordModifyValue({ user: "cn=a", oldPassword: "old", newPassword: "new!" });
  expect(asItself.toString("hex")).toBe("30118004636e3d6181036f6c6482046e657721");
  const asAdministrator = passwordModifyValue({ user: "cn=a", newPassword: "new!" });
  expect(asAdministrator.toString("hex")).toBe("300c8004636e3d6182046e657721");
});

test("Password Modify's value holds any names and passwords as they are", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 3_000 });
  fc.assert(
    fc.property(text, fc.option(text, { nil: undefined }), text, (user, oldPassword, newPassword) => {
      const reader = new BerReader(passwordModifyValue({ user, oldPassword, newPassword }));
      reader.readSequence(0x30);
      expect(reader.remain).toBe(reader.length);
      expect(reader.readString(0x80)).toBe(user);
      if (oldPassword !== undefined) expect(reader.readString(0x81)).toBe(oldPassword);
      expect(reader.readString(0x82)).toBe(newPassword);
      expect(reader.remain).toBe(0);
    }),
  );
});

test("unicodePwd is the password in quotes, in UTF-16 with the low byte first", () => {
  // The example of Microsoft's documentation of unicodePwd.
  expect(unicodePassword("new").toString("hex")).toBe("22006e00650077002200");
  expect(unicodePassword("é\u{1F511}").toString("hex")).toBe("2200e9003dd811dd2200");
});

test("a user replaces unicodePwd by deleting the old and adding the new in one operation", () => {
  const changes = ownPasswordChanges("old", "new");
  expect(changes.map(({ operation }) => operation)).toEqual(["delete", "add"]);
  expect(changes.map(({ modification }) => modification.values)).toEqual([
    [unicodePassword("old")],
    [unicodePassword("new")],
  ]);
});

test("an administrator replaces unicodePwd", () => {
  const [change, ...more] = passwordReset("new");
  expect(more).toEqual([]);
  expect(change?.operation).toBe("replace");
  expect(change?.modification).toMatchObject({ type: "unicodePwd", values: [unicodePassword("new")] });
});
