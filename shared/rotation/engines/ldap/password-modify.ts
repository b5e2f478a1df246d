import { BerWriter } from "ldapts";

/** The Password Modify extended operation (RFC 3062), as a root DSE lists it in supportedExtension. */
export const passwordModifyOid = "1.3.6.1.4.1.4203.1.11.1";

/** Whose password is set, and to what. */
export interface PasswordModify {
  /** The distinguished name of the user. */
  user: string;
  /** The old password, where the user itself asks; an administrator has none to give. */
  oldPassword?: string | undefined;
  newPassword: string;
}

/** Encodes the value of the operation's request: PasswdModifyRequestValue of RFC 3062, section 2. */
export function passwordModifyValue({ user, oldPassword, newPassword }: PasswordModify): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeString(user, 0x80);
  if (oldPassword !== undefined) writer.writeString(oldPassword, 0x81);
  writer.writeString(newPassword, 0x82);
  writer.endSequence();
  return writer.buffer;
}
