import { KMSClient } from "@aws-sdk/client-kms";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { cancelDeletion, enableKey, resolveKey } from "../../shared/keys/index.ts";
import { plain, plainJson } from "../plain.ts";
import { withKey } from "./key-argument.ts";

/** `rekey key undelete KEY`. */
export const undeleteCommand = withKey(new Command("undelete"))
  .description("Keep a key that was to be deleted; it is disabled then.")
  .option("--enable", "let it be used again at once")
  .action(async (name: string, { enable, json }: { enable?: boolean; json?: boolean }) => {
    const kms = makeClient(KMSClient);
    const key = await resolveKey(kms, name);
    await cancelDeletion(kms, key);
    // Source: KMS API Reference, CancelKeyDeletion: the key is disabled then, or waits for its key material as before.
    const { state } = await resolveKey(kms, key.arn);
    if (enable) await enableKey(kms, { ...key, state });
    const now = enable ? "Enabled" : state;
    process.stdout.write(
      json ? `${plainJson({ key: key.arn, state: now })}\n` : `${plain(inWords(key.name, now))}\n`,
    );
  });

function inWords(name: string, state: string): string {
  if (state === "Enabled") return `${name} is kept, and enabled.`;
  if (state !== "Disabled") return `${name} is kept, and ${state} as before.`;
  return `${name} is kept, and disabled: rekey key enable ${name} lets it be used again.`;
}
