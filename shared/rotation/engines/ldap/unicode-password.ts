import { Attribute, Change } from "ldapts";

/**
 * A password as Active Directory takes it in unicodePwd: in quotes, UTF-16 in little endian.
 * Source: MS-ADTS, section 3.1.1.3.1.5.1 "unicodePwd".
 */
export function unicodePassword(password: string): Buffer {
  return Buffer.from(`"${password}"`, "utf16le");
}

/** The changes by which a user replaces its own password: both in one operation, the old one first. */
export function ownPasswordChanges(oldPassword: string, newPassword: string): Change[] {
  return [change("delete", oldPassword), change("add", newPassword)];
}

/** The change by which an administrator sets another user's password. */
export function passwordReset(newPassword: string): Change[] {
  return [change("replace", newPassword)];
}

function change(operation: "add" | "delete" | "replace", password: string): Change {
  const modification = new Attribute({ type: "unicodePwd", values: [unicodePassword(password)] });
  return new Change({ operation, modification });
}
