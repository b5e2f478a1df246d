import { GrantOperation } from "@aws-sdk/client-kms";
import { Command, InvalidArgumentError } from "commander";
import {
  type AllowPlan,
  applyDocuments,
  collectKey,
  collectPrincipal,
  collectSecret,
  collectSecretKey,
  inlinePolicyOf,
  parsePrincipal,
  planRead,
  planUse,
  type Reader,
  type WantedDocument,
} from "../../shared/access/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";
import {
  type Account,
  type Accounts,
  accountWith,
  openAccounts,
  type ProfileOptions,
  withProfiles,
} from "./accounts.ts";

interface Options extends ProfileOptions {
  read?: string;
  use?: string;
  operations?: string[];
  fromAccount?: boolean;
  byGrant?: boolean;
  apply?: boolean;
  json?: boolean;
}

/** `rekey access allow PRINCIPAL --read SECRET | --use KEY`: the documents of both sides, printed or written. */
export const allowCommand = withJson(withProfiles(new Command("allow")))
  .description("Print, or write, every policy that a principal needs to read a secret or use a key.")
  .argument("<principal>", "ARN of a user, role or root, or an account")
  .option("--read <secret>", "let it read this secret")
  .option("--use <key>", "let it use this key")
  .option("--operations <list>", "operations with the key, such as Decrypt,DescribeKey", operationsFrom)
  .option("--from-account", "trust the principal's whole account on the resource's side")
  .option("--by-grant", "make a grant instead of a key policy's statement")
  .option("--apply", "write the documents of the accounts whose profiles are given")
  .action(async (who: string, options: Options, command: Command) => {
    if ((options.read === undefined) === (options.use === undefined)) {
      command.error("Say either --read SECRET or --use KEY.", { exitCode: exitCodes.unusable });
    }
    const accounts = await openAccounts(options);
    const plan = await planFor(accounts, who, options);
    const written = options.apply ? await apply(accounts, plan) : [];
    const left = plan.documents.filter((one) => one.changed && !written.includes(one));
    if (options.json) {
      process.stdout.write(
        `${JSON.stringify({ ...plan, written: written.map(({ target, kind }) => ({ target, kind })) })}\n`,
      );
    } else {
      process.stdout.write(planInWords(plan, written));
    }
    if (plan.outcome !== "allowed" || (options.apply && left.length > 0)) process.exitCode = exitCodes.failed;
  });

/** Operations of use, as a grant can have them: those of administration are not given so. */
function operationsFrom(list: string): string[] {
  const known: readonly string[] = Object.values(GrantOperation);
  const operations = list.split(",").map((name) => name.trim().replace(/^kms:/, ""));
  const unknown = operations.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`Not among ${known.join(", ")}: ${unknown.join(", ")}.`);
  return operations;
}

async function planFor(accounts: Accounts, who: string, options: Options): Promise<AllowPlan> {
  const { kms, secretsManager } = accounts.owner.clients;
  const reader = await readerOf(accounts, who);
  const { fromAccount = false, byGrant = false } = options;
  if (options.read !== undefined) {
    const secret = await collectSecret(secretsManager, options.read);
    return planRead(secret, await collectSecretKey(kms, secret), reader, { fromAccount, byGrant });
  }
  const key = await collectKey(kms, options.use ?? "");
  return planUse(key, reader, options.operations, { fromAccount, byGrant });
}

async function readerOf(accounts: Accounts, who: string): Promise<Reader> {
  const asked = parsePrincipal(who);
  const home = asked.kind === "service" ? undefined : accountWith(accounts, asked.account);
  const known = await collectPrincipal(home?.clients.iam, asked);
  const { principal } = known;
  const hasPolicies = principal.kind === "user" || principal.kind === "role";
  const inlinePolicy =
    home && hasPolicies ? await inlinePolicyOf(home.clients.iam, principal.arn) : undefined;
  return { ...known, inlinePolicy };
}

/** Writes what belongs to the accounts at hand: the resource's side first, so that the reader's finds it. */
async function apply(accounts: Accounts, { documents }: AllowPlan): Promise<WantedDocument[]> {
  const written: WantedDocument[] = [];
  const places: Account[] =
    accounts.owner === accounts.reader ? [accounts.owner] : [accounts.owner, accounts.reader];
  for (const { id, clients } of places) {
    const own = documents.filter((one) => one.account === id && one.changed && !written.includes(one));
    await applyDocuments(clients, own);
    written.push(...own);
  }
  return written;
}

/** A plan for people: each document with its changes. */
export function planInWords(plan: AllowPlan, written: readonly WantedDocument[]): string {
  const documents = plan.documents.flatMap((one) => [
    `${one.side === "owner" ? "Owner" : "Reader"}'s account ${one.account}: ${one.kind} of ${one.target}${state(one, written)}`,
    ...(one.kind === "grant"
      ? [JSON.stringify(one.grant, null, 2).replace(/^/gm, "  ")]
      : one.diff.map(({ sign, line }) => `${sign} ${line}`)),
    "",
  ]);
  const verdict = {
    allowed: "Then it is allowed.",
    unknown: "Whether it is then allowed cannot be said.",
    denied: "",
  };
  return [
    ...documents,
    verdict[plan.outcome],
    ...plan.reasons,
    ...plan.notes.map((note) => `Note: ${note}`),
    "",
  ].join("\n");
}

function state(document: WantedDocument, written: readonly WantedDocument[]): string {
  if (!document.changed) return " (there already)";
  return written.includes(document) ? " (written)" : " (to be written)";
}
