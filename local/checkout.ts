import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Where the local AWS keeps what it installs and what a run leaves; ignored by git. */
export const localFolder = path.join(checkout, ".local");
