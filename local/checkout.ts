import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Where the local AWS keeps what it installs and what a run leaves: below the checkout and ignored by git, unless
 * REKEY_LOCAL_FOLDER names another folder.
 */
export const localFolder = path.resolve(process.env.REKEY_LOCAL_FOLDER ?? path.join(checkout, ".local"));
