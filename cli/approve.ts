import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import { Command } from "commander";
import { makeClient } from "../shared/aws/index.ts";

/** `rekey approve TOKEN`: answers a rotation that waits for a person. */
export const approveCommand = new Command("approve")
  .description("Approve or deny a rotation that waits for it; the alert that asks holds the token.")
  .argument("<token>", "the token in the alert")
  .option("--deny", "deny instead of approving")
  .option("--reason <text>", "why it is denied", "no reason was given")
  .action(async (taskToken: string, { deny, reason }: { deny?: boolean; reason: string }) => {
    const client = makeClient(SFNClient);
    if (deny) {
      await client.send(
        new SendTaskFailureCommand({ taskToken, error: "ApprovalDeniedError", cause: reason }),
      );
    } else {
      await client.send(
        new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ approved: true }) }),
      );
    }
    process.stdout.write(deny ? "Denied.\n" : "Approved.\n");
  });
