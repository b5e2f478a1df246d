import { KMSClient } from "@aws-sdk/client-kms";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { resolveKey, revokeGrant } from "../../shared/keys/index.ts";
import { plain, plainJson } from "../plain.ts";
import { withKey } from "./key-argument.ts";

/** `rekey key revoke KEY GRANT`. */
export const revokeCommand = withKey(new Command("revoke"))
  .description("Take a grant away.")
  .argument("<grant>", "its id, or its name if no other grant of the key has it")
  .action(async (name: string, named: string, { json }: { json?: boolean }) => {
    const kms = makeClient(KMSClient);
    const key = await resolveKey(kms, name);
    const { id, grantee } = await revokeGrant(kms, key, named);
    process.stdout.write(
      json
        ? `${plainJson({ key: key.arn, revoked: id, grantee })}\n`
        : `${plain(`The grant ${id} to ${grantee} is revoked. It may take up to five minutes until all of KMS knows it; what ${key.name}'s policy permits stays.`)}\n`,
    );
  });
