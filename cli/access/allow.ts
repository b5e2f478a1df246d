import { GrantOperation } from "@aws-sdk/client-kms";
import { Command, InvalidArgumentError } from "commander";
import {
  type AllowPlan,
  applyDocuments,
  collectAccount,
  collectKey,
  collectPrincipal,
  collectSecret,
  collectSecretKey,
  inlinePolicyOf,
  isPolicy,
  parsePrincipal,
  planRead,
  planUse,
  type Reader,
  type Side,
  type Sides,
  type WantedDocument,
} from "../../shared/access/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";
import {
  type Accounts,
  accountWith,
  openAccounts,
  type ProfileOptions,
  withOrganization,
  withProfiles,
} from "./accounts.ts";
import { type Organizations, openOrganizations } from "./organizations.ts";

interface Options extends ProfileOptions {
  read?: string;
  use?: string;
  operations?: string[];
  fromAccount?: boolean;
  byGrant?: boolean;
  key?: string;
  moveTo?: string;
  apply?: boolean;
  json?: boolean;
}

/** `rekey access allow PRINCIPAL --read SECRET | --use KEY`: the documents of both sides, printed or written. */
export const allowCommand = withJson(withOrganization(withProfiles(new Command("allow"))))
  .description("Print, or write, every policy that a principal needs to read a secret or use a key.")
  .argument("<principal>", "ARN of a user, role or root, or an account")
  .option("--read <secret>", "let it read this secret")
  .option("--use <key>", "let it use this key")
  .option("--operations <list>", "operations with the key, such as Decrypt,DescribeKey", operationsFrom)
  .option("--from-account", "trust the principal's whole account on the resource's side")
  .option("--by-grant", "make a grant instead of a key policy's statement")
  .option("--key <arn>", "the secret's key, where the owner's side cannot be asked for it")
  .option("--move-to <key>", "customer managed key to move the secret to, if it is under the AWS managed key")
  .option("--apply", "write the documents of the accounts whose profiles are given")
  .action(async (who: string, options: Options, command: Command) => {
    if ((options.read === undefined) === (options.use === undefined)) {
      command.error("Say either --read SECRET or --use KEY.", { exitCode: exitCodes.unusable });
    }
    const accounts = await openAccounts(options);
    const plan = await planFor(accounts, who, options);
    const written = options.apply ? await applyDocuments(sidesAtHand(accounts, plan), plan.documents) : [];
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
  const { iam, kms, secretsManager } = accounts.owner.clients;
  const organizations = openOrganizations(accounts, options);
  const reader = await readerOf(accounts, organizations, who);
  const { fromAccount = false, byGrant = false } = options;
  if (options.read !== undefined) {
    const secret = await organizations.ofSecret(await collectSecret(secretsManager, options.read));
    const named = secret.keyId === "notLookedAt" ? options.key : undefined;
    const secretKey = await organizations.ofKey(
      named === undefined ? await collectSecretKey(kms, secret) : await collectKey(kms, named),
    );
    const moveTo =
      options.moveTo === undefined
        ? undefined
        : {
            key: await organizations.ofKey(await collectKey(kms, options.moveTo)),
            // Nobody else loses anything where the secret does not move.
            principals: secretKey.awsManaged === true ? await collectAccount(iam) : "notLookedAt",
          };
    return planRead(secret, secretKey, reader, { fromAccount, byGrant, moveTo });
  }
  const key = await organizations.ofKey(await collectKey(kms, options.use ?? ""));
  return planUse(key, reader, options.operations, { fromAccount, byGrant });
}

async function readerOf(accounts: Accounts, organizations: Organizations, who: string): Promise<Reader> {
  const asked = parsePrincipal(who);
  const home = asked.kind === "service" ? undefined : accountWith(accounts, asked.account);
  const known = await organizations.ofPrincipal(await collectPrincipal(home?.clients.iam, asked));
  const { principal } = known;
  const hasPolicies = principal.kind === "user" || principal.kind === "role";
  const inlinePolicy =
    home && hasPolicies ? await inlinePolicyOf(home.clients.iam, principal.arn) : undefined;
  return { ...known, inlinePolicy };
}

/** The sides whose accounts are at hand: a profile writes in its own account alone. */
function sidesAtHand({ owner, reader }: Accounts, { documents }: AllowPlan): Sides {
  const accountOf = (side: Side) => documents.find((one) => one.side === side)?.account;
  return {
    ...(owner.id === accountOf("owner") && { owner: owner.clients }),
    ...(reader.id === accountOf("reader") && { reader: reader.clients }),
  };
}

/** A plan for people: each document with its changes. */
export function planInWords(plan: AllowPlan, written: readonly WantedDocument[]): string {
  const documents = plan.documents.flatMap((one) => [
    `${one.side === "owner" ? "Owner" : "Reader"}'s account ${one.account}: ${one.kind} of ${one.target}${state(one, written)}`,
    ...contentOf(one),
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

function contentOf(document: WantedDocument): string[] {
  if (isPolicy(document)) return document.diff.map(({ sign, line }) => `${sign} ${line}`);
  if (document.kind === "grant") return [JSON.stringify(document.grant, null, 2).replace(/^/gm, "  ")];
  return [`- ${document.before}`, `+ ${document.after}`];
}

function state(document: WantedDocument, written: readonly WantedDocument[]): string {
  if (!document.changed) return " (there already)";
  return written.includes(document) ? " (written)" : " (to be written)";
}
