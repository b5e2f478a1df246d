import type { Command } from "commander";
import { type Keys, kmsKeys } from "../../shared/envelope/index.ts";
import { callerPlace } from "../caller.ts";
import { addValue } from "../repeatable.ts";

/** The options that say by which keys is decrypted. */
export function withAccounts(command: Command): Command {
  return command.option(
    "--account <id>",
    "decrypt by any key of this account that a message names; again for more (default: the caller's own)",
    addValue,
  );
}

/**
 * The keys that decrypt: those that are named, or whichever a message names of these accounts. Of the caller's own account if
 * neither is given: a message from elsewhere cannot have keys of strangers called.
 */
export async function decryptionKeys(
  keys: string[] | undefined,
  accounts: string[] | undefined,
): Promise<Keys> {
  if (keys) {
    if (accounts) throw new Error("Name keys or accounts to decrypt by, and not both.");
    return kmsKeys({ keys });
  }
  const { account, partition } = await callerPlace();
  return kmsKeys({ accounts: { accountIds: accounts ?? [account], partition } });
}
