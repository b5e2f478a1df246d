import { Command } from "commander";
import { type RotationStatus, stateInWords } from "../../shared/rotation/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { askRotate, withJson, withStage } from "../stack.ts";

/** `rekey rotation status SECRET`: what state its rotation is in, by asking the system. */
export const statusCommand = withJson(withStage(new Command("status")))
  .description("Show what state a secret's rotation is in, by asking the database or API.")
  .argument("<secret>", "name or ARN of the secret")
  .action(async (secretId: string, { stage, json }: { stage: string; json?: boolean }) => {
    const { status } = await askRotate(stage, "reportStatus", secretId);
    if (!status) throw new Error("The function gave no status. Deploy this version of Rekey.");
    process.stdout.write(json ? `${JSON.stringify(status)}\n` : statusInWords(secretId, status));
    if (status.state !== "healthy") process.exitCode = exitCodes.failed;
  });

/** A status for people. */
export function statusInWords(secretId: string, { state, strategy, labels, logins }: RotationStatus): string {
  const { meaning, recovery } = stateInWords[state];
  const versions = Object.entries(labels).map(([id, stages]) => `  ${id}  ${stages.join(" ")}`);
  const asked = Object.entries(logins)
    .filter(([, login]) => login === "logsIn" || login === "refused")
    .map(([label, login]) => `${label} ${login === "logsIn" ? "logs in" : "is refused"}`);
  return [
    `${secretId}: ${state} (${strategy})`,
    meaning,
    ...versions,
    `Asked: ${asked.join(", ") || "nothing"}.`,
    state === "healthy" ? recovery : `rekey rotation recover: ${recovery}`,
    "",
  ].join("\n");
}
