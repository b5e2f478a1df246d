import { Command } from "commander";
import {
  type AccessRequest,
  collectKey,
  collectPrincipal,
  collectSecret,
  collectSecretKey,
  type Decision,
  type Detour,
  decide,
  decideRead,
  detoursToDecrypt,
  type GivenPolicies,
  type KnownPrincipal,
  knownPolicies,
  parsePrincipal,
  parseResource,
  principalName,
} from "../../shared/access/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";
import {
  type Account,
  accountWith,
  openAccounts,
  type ProfileOptions,
  withOrganization,
  withProfiles,
} from "./accounts.ts";
import { decisionInWords, detourInWords } from "./explain.ts";
import { contextFrom, type GivenOptions, givenPolicies, withContext, withGivenPolicies } from "./given.ts";
import { type Organizations, openOrganizations } from "./organizations.ts";

type Options = ProfileOptions & GivenOptions & { via?: string; json?: boolean };

/** `rekey access why PRINCIPAL ACTION RESOURCE`: allowed or denied, and by which statement. */
export const whyCommand = withJson(
  withOrganization(withProfiles(withGivenPolicies(withContext(new Command("why"))))),
)
  .description("Say whether a principal is allowed to do something, and which statement decides.")
  .argument("<principal>", "ARN of a user, role, session or root, an account, or a service")
  .argument("<action>", "such as kms:Decrypt; read for the value of a secret")
  .argument("<resource>", "key, alias, secret or parameter")
  .option("--via <service>", "the service that calls for the principal, such as secretsmanager")
  .action(async (who: string, action: string, on: string, options: Options) => {
    const accounts = await openAccounts(options);
    const organizations = openOrganizations(accounts, options);
    const asked = parsePrincipal(who);
    const home = asked.kind === "service" ? undefined : accountWith(accounts, asked.account);
    const principal = await organizations.ofPrincipal(await collectPrincipal(home?.clients.iam, asked));
    const answers = await decideAll({ ...accounts.owner, organizations }, principal, action, on, options);
    if (options.json) process.stdout.write(`${JSON.stringify(answers)}\n`);
    else for (const answer of answers) process.stdout.write(answerInWords(answer));
    if (answers.some(({ outcome }) => outcome !== "allowed")) process.exitCode = exitCodes.failed;
  });

/** A decision with its question. */
interface Answer extends Decision {
  question: string;
  /** How it could be had in spite of a denial. */
  byWayOf: Detour[];
}

function answerInWords({ question, byWayOf, ...decision }: Answer): string {
  const detours = byWayOf.map(detourInWords).join(" or ");
  const could = detours && decision.outcome !== "allowed" ? `  It could let itself by ${detours}.\n` : "";
  return `${decisionInWords(question, decision)}${could}`;
}

async function decideAll(
  { clients, id, region, partition, organizations }: Account & { organizations: Organizations },
  known: KnownPrincipal,
  action: string,
  on: string,
  options: Options,
): Promise<Answer[]> {
  const given = await givenPolicies(options);
  const { principal } = known;
  const service = options.via?.includes(".")
    ? options.via
    : options.via && `${options.via}.${region}.amazonaws.com`;
  const request = { principal, via: service, now: new Date(), ...contextFrom(options.context) };
  const reading = action === "read" || /^secretsmanager:getsecretvalue$/i.test(action);
  if (reading) return readingOf(request, known, on, { clients, given, organizations });
  const question = (arn: string): string => `${principalName(principal)}: ${action} on ${arn}`;
  if (/^secretsmanager:/i.test(action) && on !== "*") {
    const secret = await organizations.ofSecret(await collectSecret(clients.secretsManager, on));
    const decision = decide(
      { ...request, action, resource: secret.resource },
      knownPolicies(known, secret, given),
    );
    return [{ question: question(secret.resource.arn), ...decision, byWayOf: [] }];
  }
  // An operation on an alias asks the alias, and the key as well: each by its name.
  const ofAlias = /^kms:(Create|Update|Delete)Alias$/i.test(action) && /(^|:)alias\//.test(on);
  if (/^kms:/i.test(action) && on !== "*" && !ofAlias) {
    const key = await organizations.ofKey(await collectKey(clients.kms, on));
    const byAlias = on.includes("alias/") ? [on.slice(on.indexOf("alias/"))] : ("absent" as const);
    const context = { "kms:RequestAlias": byAlias, ...request.context };
    const policies = knownPolicies(known, key, given);
    const asked = { ...request, context, resource: key.resource };
    const byWayOf = /^kms:Decrypt$/i.test(action) ? detoursToDecrypt(asked, policies) : [];
    return [{ question: question(key.resource.arn), ...decide({ ...asked, action }, policies), byWayOf }];
  }
  const arn =
    on === "*" || on.startsWith("arn:") ? on : localArn(action, on, `${partition}:%:${region}:${id}`);
  // Parameters are shared by AWS RAM alone, whose policies are not read.
  const decision = decide(
    { ...request, action, resource: parseResource(arn) },
    knownPolicies(known, { policy: "none" }, given),
  );
  return [{ question: question(arn), ...decision, byWayOf: [] }];
}

function localArn(action: string, name: string, place: string): string {
  const [service, type] = /^kms:/i.test(action)
    ? ["kms", ""]
    : ["ssm", name.startsWith("/") ? "parameter" : "parameter/"];
  return `arn:${place.replace("%", service ?? "")}:${type}${name}`;
}

async function readingOf(
  request: Omit<AccessRequest, "action" | "resource">,
  known: KnownPrincipal,
  on: string,
  asking: { clients: Account["clients"]; given: GivenPolicies; organizations: Organizations },
): Promise<Answer[]> {
  const { clients, given, organizations } = asking;
  const secret = await organizations.ofSecret(await collectSecret(clients.secretsManager, on));
  const key = await organizations.ofKey(await collectSecretKey(clients.kms, secret));
  const { via: _via, encryptionContext: _context, ...rest } = request;
  const asked = { ...rest, resource: secret.resource };
  const ofKey = knownPolicies(known, key, given);
  const { getSecretValue, decrypt } = decideRead(asked, key.resource, {
    secret: knownPolicies(known, secret, given),
    key: ofKey,
  });
  const who = principalName(request.principal);
  return [
    {
      question: `${who}: secretsmanager:GetSecretValue on ${asked.resource.arn}`,
      ...getSecretValue,
      byWayOf: [],
    },
    {
      question: `${who}: kms:Decrypt through Secrets Manager with ${key.resource.arn}`,
      ...decrypt,
      byWayOf: detoursToDecrypt({ ...asked, resource: key.resource }, ofKey),
    },
  ];
}
