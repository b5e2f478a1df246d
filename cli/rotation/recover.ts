import { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { askRotate, withJson, withStage } from "../stack.ts";
import { statusInWords } from "./status.ts";

/** `rekey rotation recover SECRET`: does the one safe thing for a rotation that died. */
export const recoverCommand = withJson(withStage(new Command("recover")))
  .description("Finish or undo a rotation that died, whichever is safe.")
  .argument("<secret>", "name or ARN of the secret")
  .action(async (secretId: string, { stage, json }: { stage: string; json?: boolean }) => {
    const { outcome, status: found } = await askRotate(stage, "recoverRotation", secretId);
    const { status: now } = await askRotate(stage, "reportStatus", secretId);
    if (!found || !now) throw new Error("The function gave no status. Deploy this version of Rekey.");
    process.stdout.write(
      json
        ? `${JSON.stringify({ outcome, found, now })}\n`
        : `It was ${found.state}; done: ${outcome}. Now:\n${statusInWords(secretId, now)}`,
    );
    if (now.state !== "healthy") process.exitCode = exitCodes.failed;
  });
