import "./since-node-20.ts";
import { Command, CommanderError } from "commander";
import { commandsFor } from "./commands.ts";
import { exitCodes } from "./exit-codes.ts";
import { plainLines } from "./plain.ts";

const program = new Command("rekey")
  .description("Rotates secrets without an outage, watches every use of keys and secrets, and joins the two.")
  .addHelpText(
    "after",
    "\nAWS credentials, region and endpoint come from the environment, as for the AWS CLI.\nExit codes: 0 done, 1 done with a bad result, 2 could not be done, 130 interrupted.",
  );
for (const command of await commandsFor(process.argv.slice(2))) program.addCommand(command);

// Wrong arguments end with a code of our own, in every command.
const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];
for (const command of everyCommand(program)) command.exitOverride().allowExcessArguments(false);

process.on("SIGINT", () => process.exit(exitCodes.interrupted));

// Whoever reads may have seen enough, as `head` has: what is left to print is of no use to anybody.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? exitCodes.interrupted);
});
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.unusable;
  } else {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    process.stderr.write(`${plainLines(`rekey: ${message || name}`)}\n`);
    process.exitCode = exitCodes.unusable;
  }
}
