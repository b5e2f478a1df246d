import Table from "cli-table3";
import { Command } from "commander";
import {
  collectAccount,
  collectKey,
  collectPrincipal,
  collectSecret,
  collectSecretKey,
  type KnownKey,
  type KnownPrincipal,
  type KnownSecret,
  parsePrincipal,
  principalsNamed,
  type WhoCan,
  whoCanDecrypt,
  whoCanRead,
} from "../../shared/access/index.ts";
import { withJson } from "../stack.ts";
import {
  type Accounts,
  openAccounts,
  type ProfileOptions,
  withOrganization,
  withProfiles,
} from "./accounts.ts";
import { detourInWords } from "./explain.ts";
import { contextFrom, type GivenOptions, givenPolicies, withContext, withGivenPolicies } from "./given.ts";
import { type Organizations, openOrganizations } from "./organizations.ts";

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
    const organizations = openOrganizations(accounts, options);
    const key = await organizations.ofKey(await collectKey(accounts.owner.clients.kms, keyId));
    const { principals, notes } = await principalsOf(accounts, key.resource.account);
    const all = await withTheirs([...principals, ...principalsNamed(key, principals)], organizations);
    const { via } = options;
    const asked = {
      given: await givenPolicies(options),
      now: new Date(),
      via,
      ...contextFrom(options.context),
    };
    show({ who: whoCanDecrypt(key, all, asked), notes: [...notes, ...notesOn(options, all, key)] }, options);
  });

const readCommand = question("read")
  .description("List who can read a secret's value, and who could give it to themselves.")
  .argument("<secret>", "name or ARN of the secret")
  .action(async (secretId: string, options: Options) => {
    const accounts = await openAccounts(options);
    const { kms, secretsManager } = accounts.owner.clients;
    const organizations = openOrganizations(accounts, options);
    const secret = await organizations.ofSecret(await collectSecret(secretsManager, secretId));
    const key = await organizations.ofKey(await collectSecretKey(kms, secret));
    const { principals, notes } = await principalsOf(accounts, secret.resource.account);
    const others = principalsNamed({ policy: secret.policy, grants: key.grants }, principals);
    const all = await withTheirs([...principals, ...others], organizations);
    const { context = {} } = contextFrom(options.context);
    const asked = { given: await givenPolicies(options), now: new Date(), context };
    show(
      { who: whoCanRead(secret, key, all, asked), notes: [...notes, ...notesOn(options, all, secret)] },
      options,
    );
  });

/** `rekey access who-can decrypt KEY | read SECRET`: the list of principals. */
export const whoCanCommand = new Command("who-can")
  .description("List who can decrypt with a key or read a secret.")
  .addCommand(decryptCommand)
  .addCommand(readCommand);

function question(name: string): Command {
  return withJson(withOrganization(withProfiles(withGivenPolicies(withContext(new Command(name))))));
}

/** All principals of the accounts at hand, and the root of the resource's. */
async function principalsOf({ owner, reader }: Accounts, account: string) {
  const places = owner.id === reader.id ? [owner] : [owner, reader];
  const principals: KnownPrincipal[] = [await collectPrincipal(undefined, parsePrincipal(account))];
  const notes: string[] = [];
  for (const { id, clients } of places) {
    const found = await collectAccount(clients.iam);
    if (found !== "notLookedAt") principals.push(...found);
    else
      notes.push(`Users and roles of ${id} were not looked at: permit iam:GetAccountAuthorizationDetails.`);
  }
  return { principals, notes };
}

/** Everybody with the policies of the organization of their account. */
function withTheirs(
  principals: readonly KnownPrincipal[],
  { ofPrincipal }: Organizations,
): Promise<KnownPrincipal[]> {
  return Promise.all(principals.map(ofPrincipal));
}

/** What was not looked at, and how it could be. */
function notesOn(
  { scp, rcp, endpointPolicy, sessionPolicy }: Options,
  principals: readonly KnownPrincipal[],
  { organization }: KnownKey | KnownSecret,
): string[] {
  const unread = [...new Set(principals.flatMap(accountsUnread))].join(", ");
  return [
    ...(scp === undefined && unread !== ""
      ? [
          `Service control policies of ${unread} were not looked at: --organization-profile NAME, or --scp FILE for each level.`,
        ]
      : []),
    ...(rcp === undefined && organization?.resourceControl === "notLookedAt"
      ? [
          "Resource control policies were not looked at: --organization-profile NAME, or --rcp FILE for each level.",
        ]
      : []),
    ...(endpointPolicy === undefined
      ? ["VPC endpoint policies were not looked at: --endpoint-policy FILE."]
      : []),
    ...(sessionPolicy === undefined ? ["Session policies were not looked at: --session-policy FILE."] : []),
  ];
}

function accountsUnread({ principal, organization }: KnownPrincipal): string[] {
  return principal.kind !== "service" && organization?.serviceControl === "notLookedAt"
    ? [principal.account]
    : [];
}

function show({ who, notes }: Found, { json }: Options): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ who, notLookedAt: notes })}\n`);
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
  for (const note of notes) process.stdout.write(`${note}\n`);
}
