import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Command, InvalidArgumentError } from "commander";
import { subDays } from "date-fns";
import { inventoryOf, unused } from "../../shared/audit/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { type AuditOptions, answer, questionCommand } from "./answer.ts";
import { localTime } from "./words.ts";

interface Options extends AuditOptions {
  days: number;
  except?: string[];
}

/** `rekey audit unused`. */
export const unusedCommand = questionCommand("unused")
  .description("The account's keys and secrets that nobody used, and what they cost.")
  .option("--days <number>", "that they were not used for", parseDays, 90)
  .option("--except <principal...>", "whose uses do not count, such as a function that rotates secrets")
  .action(async (options: Options, command: Command) => {
    const { days, except = [] } = options;
    const from = options.from ?? options.since ?? subDays(options.to ?? new Date(), days);
    const inventory = await inventoryOf(makeClient(KMSClient), makeClient(SecretsManagerClient));
    await answer(command, { ...options, from }, unused(inventory, { from, except }), {
      head: ["what", "name", "created", "US dollars a month"],
      none: "All keys and secrets that were there all the time were used.",
      rows: (items) =>
        items.map(({ kind, arn, name, created, dollarsAMonth }) => [
          `${kind} ${arn}`,
          name,
          localTime(created),
          dollarsAMonth.toFixed(2),
        ]),
      summary: (items) => {
        const sum = items.reduce((total, { dollarsAMonth }) => total + dollarsAMonth, 0);
        return `${items.length} unused; together ${sum.toFixed(2)} dollars a month at least (prices of us-east-1, 2025). Disable a key first: what it encrypted is lost with it.`;
      },
    });
  });

function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError("It must be a number of days.");
  return days;
}
