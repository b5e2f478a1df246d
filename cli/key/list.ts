import { KMSClient } from "@aws-sdk/client-kms";
import Table from "cli-table3";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { type ListedKey, listKeys } from "../../shared/keys/index.ts";
import { localTime } from "../audit/words.ts";
import { plain, plainJson } from "../plain.ts";
import { withJson } from "../stack.ts";

/** `rekey key list`: all keys of the account and Region. */
export const listCommand = withJson(new Command("list"))
  .description("List the keys of the account and Region: type, state, age and rotation.")
  .option("--customer-managed", "leave out the keys of AWS's services")
  .action(async ({ customerManaged, json }: { customerManaged?: boolean; json?: boolean }) => {
    const { keys, notes } = await listKeys(makeClient(KMSClient), new Date());
    const shown = keys.filter(
      ({ facts }) => !customerManaged || !("found" in facts) || facts.found.type === "customer managed",
    );
    for (const note of notes) process.stderr.write(`${plain(`Note: ${note}`)}\n`);
    process.stdout.write(json ? `${plainJson({ keys: shown, notes })}\n` : `${inWords(shown)}\n`);
  });

function inWords(keys: readonly ListedKey[]): string {
  if (keys.length === 0) return "There are no keys.";
  const table = new Table({
    head: ["key", "type", "state", "spec", "age", "rotation"],
    style: { head: [], border: [] },
  });
  table.push(...keys.map((key) => cellsOf(key).map(plain)));
  return table.toString();
}

function cellsOf({ arn, aliases, facts, rotation }: ListedKey): string[] {
  const name = aliases.length > 0 ? aliases.join(", ") : (arn.split("/").at(-1) ?? arn);
  if ("notLookedAt" in facts) return [name, `not looked at: ${facts.notLookedAt}`, "", "", "", ""];
  const { type, state, spec, ageInDays, deletedAt } = facts.found;
  return [
    name,
    type,
    deletedAt ? `${state}, until ${localTime(deletedAt)}` : state,
    spec,
    ageInDays === undefined ? "" : `${ageInDays} days`,
    rotationCell(rotation),
  ];
}

function rotationCell(rotation: ListedKey["rotation"]): string {
  if ("notLookedAt" in rotation) return `not looked at: ${rotation.notLookedAt}`;
  const { automatic, periodInDays } = rotation.found;
  return { on: `every ${periodInDays} days`, off: "off", none: "none", byAws: "every year, by AWS" }[
    automatic
  ];
}
