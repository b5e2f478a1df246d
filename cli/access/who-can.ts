import Table from "cli-table3";
import { Command } from "commander";
import {
  collectAccount,
  collectKey,
  collectSecret,
  collectSecretKey,
  principalsNamed,
  type WhoCan,
  whoCanDecrypt,
  whoCanRead,
} from "../../shared/access/index.ts";
import { withJson } from "../stack.ts";
import { type Account, openAccounts, type ProfileOptions, withProfiles } from "./accounts.ts";
import { type GivenOptions, givenPolicies, withGivenPolicies } from "./given.ts";

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
    const { owner } = await openAccounts(options);
    const key = await collectKey(owner.clients.kms, keyId);
    const { principals, notes } = await principalsOf(owner);
    const all = [...principals, ...principalsNamed(key, principals)];
    const given = await givenPolicies(options);
    const who = whoCanDecrypt(key, all, { given, now: new Date(), ...(options.via && { via: options.via }) });
    show({ who, notes }, options);
  });

const readCommand = question("read")
  .description("List who can read a secret's value, and who could give it to themselves.")
  .argument("<secret>", "name or ARN of the secret")
  .action(async (secretId: string, options: Options) => {
    const { owner } = await openAccounts(options);
    const secret = await collectSecret(owner.clients.secretsManager, secretId);
    const key = await collectSecretKey(owner.clients.kms, secret);
    const { principals, notes } = await principalsOf(owner);
    const others = principalsNamed({ policy: secret.policy, grants: key.grants }, principals);
    const given = await givenPolicies(options);
    show(
      { who: whoCanRead(secret, key, [...principals, ...others], { given, now: new Date() }), notes },
      options,
    );
  });

/** `rekey access who-can decrypt KEY | read SECRET`: the list of principals. */
export const whoCanCommand = new Command("who-can")
  .description("List who can decrypt with a key or read a secret.")
  .addCommand(decryptCommand)
  .addCommand(readCommand);

function question(name: string): Command {
  return withJson(withProfiles(withGivenPolicies(new Command(name))));
}

async function principalsOf({ clients }: Account) {
  const principals = await collectAccount(clients.iam);
  if (principals !== "notLookedAt") return { principals, notes: [] };
  return {
    principals: [],
    notes: ["Users and roles of the account were not looked at: permit iam:GetAccountAuthorizationDetails."],
  };
}

function show({ who, notes }: Found, { json, scp }: Options): void {
  const unread = scp
    ? notes
    : [...notes, "Service control policies were not looked at: --scp FILE for each level."];
  if (json) {
    process.stdout.write(`${JSON.stringify({ who, notLookedAt: unread })}\n`);
    return;
  }
  const table = new Table({ head: ["principal", "can", "why", "could by"], style: { head: [], border: [] } });
  const order = { allowed: 0, unknown: 1, denied: 2 };
  for (const { principal, outcome, reason, byWayOf } of [...who].sort(
    (a, b) => order[a.outcome] - order[b.outcome],
  )) {
    table.push([
      principal,
      { allowed: "yes", unknown: "?", denied: "no" }[outcome],
      reason,
      byWayOf.join("\n"),
    ]);
  }
  process.stdout.write(who.length > 0 ? `${table}\n` : "Nobody.\n");
  for (const note of unread) process.stdout.write(`${note}\n`);
}
