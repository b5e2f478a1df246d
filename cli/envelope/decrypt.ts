import path from "node:path";
import { Command } from "commander";
import { decryptFile, decryptStream, type EncryptionContext } from "../../shared/envelope/index.ts";
import { addValue } from "../repeatable.ts";
import { decryptionKeys, withAccounts } from "./decryption-keys.ts";
import { encryptedSuffix, planJobs } from "./jobs.ts";
import { type FilesOptions, withContext, withFiles } from "./options.ts";
import { runJobs } from "./run-jobs.ts";

interface Options extends FilesOptions {
  key?: string[];
  account?: string[];
  context: EncryptionContext;
}

/** `rekey decrypt FILE…`: what `rekey encrypt`, or any AWS Encryption SDK with key commitment, wrote. */
export const decryptCommand = withAccounts(withContext(withFiles(new Command("decrypt"))))
  .description(`Decrypt files; FILE${encryptedSuffix} becomes FILE, only if all of it is verified.`)
  .option("--key <key>", "decrypt by this KMS key alone: alias, ARN or id; again for more", addValue)
  .action(async (inputs: string[], { key, account, context, ...options }: Options) => {
    const jobs = await planJobs(inputs, options, {
      rename: decryptedName,
      isInput: (name) => name.endsWith(encryptedSuffix),
    });
    const keys = await decryptionKeys(key, account);
    await runJobs(
      jobs,
      {
        file: (from, to, fileOptions) => decryptFile(keys, from, to, { context, ...fileOptions }),
        stream: (source) => decryptStream(keys, source, { context }),
      },
      options,
    );
  });

function decryptedName(name: string): string {
  const isOnlySuffix = path.basename(name) === encryptedSuffix;
  return name.endsWith(encryptedSuffix) && !isOnlySuffix
    ? name.slice(0, -encryptedSuffix.length)
    : `${name}.decrypted`;
}
