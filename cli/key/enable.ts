import { KMSClient } from "@aws-sdk/client-kms";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { enableKey, resolveKey } from "../../shared/keys/index.ts";
import { plain } from "../plain.ts";
import { withKey } from "./key-argument.ts";

/** `rekey key enable KEY`. */
export const enableCommand = withKey(new Command("enable"))
  .description("Let a disabled key be used again.")
  .action(async (name: string, { json }: { json?: boolean }) => {
    const kms = makeClient(KMSClient);
    const key = await resolveKey(kms, name);
    const { changed } = await enableKey(kms, key);
    process.stdout.write(
      json
        ? `${JSON.stringify({ key: key.arn, state: "Enabled", changed })}\n`
        : plain(changed ? `${key.name} is enabled.` : `${key.name} was enabled already.`).concat("\n"),
    );
  });
