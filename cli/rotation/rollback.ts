import { Command } from "commander";
import { runRotateSecret } from "../rotate-one.ts";
import { withJson, withStage } from "../stack.ts";

/** `rekey rotation rollback SECRET`: back to AWSPREVIOUS, system and label together. */
export const rollbackCommand = withJson(withStage(new Command("rollback")))
  .description("Return to AWSPREVIOUS: in the database or API and by its label together.")
  .argument("<secret>", "name or ARN of the secret")
  .requiredOption("--reason <text>", "why; kept in the execution's history")
  .action((secretId: string, options: { stage: string; reason: string; json?: boolean }) =>
    runRotateSecret({ secretId, reason: options.reason, rollback: true }, { ...options, wait: true }),
  );
