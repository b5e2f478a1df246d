import { Command } from "commander";
import { type EncryptionContext, encryptFile, encryptStream, kmsKeys } from "../../shared/envelope/index.ts";
import { addValue } from "../repeatable.ts";
import { encryptedSuffix, planJobs } from "./jobs.ts";
import { type FilesOptions, withContext, withFiles } from "./options.ts";
import { runJobs } from "./run-jobs.ts";

interface Options extends FilesOptions {
  key: string[];
  context: EncryptionContext;
  signed?: boolean;
}

/** `rekey encrypt FILE…`: messages of the AWS Encryption SDK, under data keys of KMS. */
export const encryptCommand = withContext(withFiles(new Command("encrypt")))
  .description(`Encrypt files under a KMS key; FILE becomes FILE${encryptedSuffix} and stays.`)
  .requiredOption(
    "--key <key>",
    "alias, ARN or id of a KMS key; again for more, each of which decrypts",
    addValue,
  )
  .option("--signed", "sign each message, so that who may decrypt cannot forge; slower")
  .action(async (inputs: string[], { key, context, signed = false, ...options }: Options) => {
    const keys = kmsKeys({ keys: key });
    const jobs = await planJobs(inputs, options, {
      rename: (name) => `${name}${encryptedSuffix}`,
      isInput: (name) => !name.endsWith(encryptedSuffix),
    });
    await runJobs(
      jobs,
      {
        file: (from, to, fileOptions) => encryptFile(keys, from, to, { context, signed, ...fileOptions }),
        stream: (source) => encryptStream(keys, source, { context, signed }),
      },
      options,
    );
  });
