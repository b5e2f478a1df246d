import type { Command } from "commander";
import { Option } from "commander";

/** The option for other operations than those that are uses. */
export function withOperation(command: Command): Command {
  return command.addOption(
    new Option(
      "--operation <name...>",
      "operations, such as Decrypt or DescribeSecret (default: cryptographic operations, GetSecretValue)",
    ),
  );
}
