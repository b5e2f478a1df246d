import Table from "cli-table3";
import { Command } from "commander";
import {
  collectAccount,
  collectKey,
  collectSecret,
  collectSecretKey,
  type KnownPrincipal,
  principalsNamed,
  type WhoCan,
  whoCanDecrypt,
  whoCanRead,
} from "../../shared/access/index.ts";
import { withJson } from "../stack.ts";
import { type Accounts, openAccounts, type ProfileOptions, withProfiles } from "./accounts.ts";
import { detourInWords } from "./explain.ts";
import { contextFrom, type GivenOptions, givenPolicies, withContext, withGivenPolicies } from "./given.ts";

type Options = ProfileOptions & GivenOptions & { via?: string; json?: boolean };

/** What was found, and what was not looked at. */
interface Found {
  who: WhoCan[];
  notes: string[];
}

const decryptCommand = question("decrypt")
  .description("List who can decrypt with a key, and who could give it to themselves.")
  .argument("<key>", "id, ARN or alias of the key")
  .option("--via <service>", "through this service, such as secretsmanager.eu-central-1.amazonaws.com")
  .action(async (keyId: string, options: Options) => {
    const accounts = await openAccounts(options);
    const key = await collectKey(accounts.owner.clients.kms, keyId);
    const { principals, notes } = await principalsOf(accounts);
    const all = [...principals, ...principalsNamed(key, principals)];
    const { via } = options;
    const asked = {
      given: await givenPolicies(options),
      now: new Date(),
      via,
      ...contextFrom(options.context),
    };
    show({ who: whoCanDecrypt(key, all, asked), notes }, options);
  });

const readCommand = question("read")
  .description("List who can read a secret's value, and who could give it to themselves.")
  .argument("<secret>", "name or ARN of the secret")
  .action(async (secretId: string, options: Options) => {
    const accounts = await openAccounts(options);
    const secret = await collectSecret(accounts.owner.clients.secretsManager, secretId);
    const key = await collectSecretKey(accounts.owner.clients.kms, secret);
    const { principals, notes } = await principalsOf(accounts);
    const others = principalsNamed({ policy: secret.policy, grants: key.grants }, principals);
    const { context = {} } = contextFrom(options.context);
    const asked = { given: await givenPolicies(options), now: new Date(), context };
    show({ who: whoCanRead(secret, key, [...principals, ...others], asked), notes }, options);
  });

/** `rekey access who-can decrypt KEY | read SECRET`: the list of principals. */
export const whoCanCommand = new Command("who-can")
  .description("List who can decrypt with a key or read a secret.")
  .addCommand(decryptCommand)
  .addCommand(readCommand);

function question(name: string): Command {
  return withJson(withProfiles(withGivenPolicies(withContext(new Command(name)))));
}

/** All principals of the accounts at hand. */
async function principalsOf({ owner, reader }: Accounts) {
  const places = owner.id === reader.id ? [owner] : [owner, reader];
  const principals: KnownPrincipal[] = [];
  const notes: string[] = [];
  for (const { id, clients } of places) {
    const found = await collectAccount(clients.iam);
    if (found !== "notLookedAt") principals.push(...found);
    else
      notes.push(`Users and roles of ${id} were not looked at: permit iam:GetAccountAuthorizationDetails.`);
  }
  return { principals, notes };
}

function show({ who, notes }: Found, { json, scp }: Options): void {
  const unread = scp
    ? notes
    : [...notes, "Service control policies were not looked at: --scp FILE for each level."];
  if (json) {
    process.stdout.write(`${JSON.stringify({ who, notLookedAt: unread })}\n`);
    return;
  }
  const table = new Table({
    head: ["principal", "can", "why", "could by"],
    style: { head: [], border: [] },
    colWidths: [null, 5, 60, 34],
    wordWrap: true,
  });
  const order = { allowed: 0, unknown: 1, denied: 2 };
  for (const { principal, outcome, reason, byWayOf } of [...who].sort(
    (a, b) => order[a.outcome] - order[b.outcome],
  )) {
    table.push([
      principal,
      { allowed: "yes", unknown: "?", denied: "no" }[outcome],
      reason,
      byWayOf.map(detourInWords).join("\n"),
    ]);
  }
  process.stdout.write(who.length > 0 ? `${table}\n` : "Nobody.\n");
  for (const note of unread) process.stdout.write(`${note}\n`);
}
