import { KMSClient } from "@aws-sdk/client-kms";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { disableKey, resolveKey } from "../../shared/keys/index.ts";
import { plain } from "../plain.ts";
import { withKey } from "./key-argument.ts";

/** `rekey key disable KEY`. */
export const disableCommand = withKey(new Command("disable"))
  .description("Stop all use of a key until it is enabled again; nothing is lost by it.")
  .action(async (name: string, { json }: { json?: boolean }) => {
    const kms = makeClient(KMSClient);
    const key = await resolveKey(kms, name);
    const { changed } = await disableKey(kms, key);
    process.stdout.write(
      json
        ? `${JSON.stringify({ key: key.arn, state: "Disabled", changed })}\n`
        : `${plain(inWords(key.name, changed))}\n`,
    );
  });

function inWords(name: string, changed: boolean): string {
  if (!changed) return `${name} was disabled already.`;
  return `${name} is disabled: whatever it encrypted cannot be read until it is enabled again: rekey key enable ${name}`;
}
