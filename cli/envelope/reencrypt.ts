import { Command } from "commander";
import {
  type EncryptionContext,
  kmsKeys,
  reencryptFile,
  reencryptStream,
} from "../../shared/envelope/index.ts";
import { addValue } from "../repeatable.ts";
import { decryptionKeys, withAccounts } from "./decryption-keys.ts";
import { encryptedSuffix, planJobs } from "./jobs.ts";
import { type FilesOptions, withContext, withFiles } from "./options.ts";
import { runJobs } from "./run-jobs.ts";

interface Options extends FilesOptions {
  key: string[];
  fromKey?: string[];
  account?: string[];
  context: EncryptionContext;
  signed?: boolean;
}

/** `rekey reencrypt FILE…`: under another key, in place. */
export const reencryptCommand = withAccounts(withContext(withFiles(new Command("reencrypt"))))
  .description(
    "Encrypt encrypted files anew under another key; each is replaced when the new one is complete.",
  )
  .requiredOption(
    "--key <key>",
    "the new KMS key: alias, ARN or id; again for more, each of which decrypts",
    addValue,
  )
  .option("--from-key <key>", "decrypt by this KMS key alone; again for more", addValue)
  .option("--signed", "sign the new messages")
  .action(
    async (inputs: string[], { key, fromKey, account, context, signed = false, ...options }: Options) => {
      const jobs = await planJobs(inputs, options, {
        rename: (name) => name,
        isInput: (name) => name.endsWith(encryptedSuffix),
      });
      const keys = { encrypt: kmsKeys({ keys: key }), decrypt: await decryptionKeys(fromKey, account) };
      await runJobs(
        jobs,
        {
          file: (from, to, fileOptions) =>
            reencryptFile(keys, from, to, {
              context,
              signed,
              ...fileOptions,
              overwrite: from === to || options.force === true,
            }),
          stream: (source) => reencryptStream(keys, source, { context, signed }),
        },
        options,
      );
    },
  );
