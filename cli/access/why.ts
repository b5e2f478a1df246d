import { Command } from "commander";
import {
  type AccessRequest,
  collectKey,
  collectPrincipal,
  collectSecret,
  collectSecretKey,
  type Decision,
  decide,
  decideRead,
  type GivenPolicies,
  type KnownPrincipal,
  knownPolicies,
  parsePrincipal,
  parseResource,
  principalName,
} from "../../shared/access/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";
import { type Account, accountWith, openAccounts, type ProfileOptions, withProfiles } from "./accounts.ts";
import { decisionInWords } from "./explain.ts";
import { contextFrom, type GivenOptions, givenPolicies, withContext, withGivenPolicies } from "./given.ts";

type Options = ProfileOptions & GivenOptions & { via?: string; json?: boolean };

/** `rekey access why PRINCIPAL ACTION RESOURCE`: allowed or denied, and by which statement. */
export const whyCommand = withJson(withProfiles(withGivenPolicies(withContext(new Command("why")))))
  .description("Say whether a principal is allowed to do something, and which statement decides.")
  .argument("<principal>", "ARN of a user, role, session or root, an account, or a service")
  .argument("<action>", "such as kms:Decrypt; read for the value of a secret")
  .argument("<resource>", "key, alias, secret or parameter")
  .option("--via <service>", "the service that calls for the principal, such as secretsmanager")
  .action(async (who: string, action: string, on: string, options: Options) => {
    const accounts = await openAccounts(options);
    const asked = parsePrincipal(who);
    const home = asked.kind === "service" ? undefined : accountWith(accounts, asked.account);
    const principal = await collectPrincipal(home?.clients.iam, asked);
    const decisions = await decideAll(accounts.owner, principal, action, on, options);
    if (options.json) process.stdout.write(`${JSON.stringify(decisions)}\n`);
    else
      for (const [question, decision] of decisions) process.stdout.write(decisionInWords(question, decision));
    if (decisions.some(([, { outcome }]) => outcome !== "allowed")) process.exitCode = exitCodes.failed;
  });

async function decideAll(
  { clients, id, region, partition }: Account,
  known: KnownPrincipal,
  action: string,
  on: string,
  options: Options,
): Promise<[question: string, decision: Decision][]> {
  const given = await givenPolicies(options);
  const { principal } = known;
  const service = options.via?.includes(".")
    ? options.via
    : options.via && `${options.via}.${region}.amazonaws.com`;
  const request = { principal, via: service, now: new Date(), ...contextFrom(options.context) };
  const reading = action === "read" || /^secretsmanager:getsecretvalue$/i.test(action);
  if (reading) return readingOf(request, known, on, { clients, given });
  const question = (arn: string): string => `${principalName(principal)}: ${action} on ${arn}`;
  if (/^secretsmanager:/i.test(action) && on !== "*") {
    const secret = await collectSecret(clients.secretsManager, on);
    const decision = decide(
      { ...request, action, resource: secret.resource },
      knownPolicies(known, secret, given),
    );
    return [[question(secret.resource.arn), decision]];
  }
  if (/^kms:/i.test(action) && on !== "*" && !/^kms:(Create|Update|Delete)Alias$/i.test(action)) {
    const key = await collectKey(clients.kms, on);
    const byAlias = on.includes("alias/") ? [on.slice(on.indexOf("alias/"))] : ("absent" as const);
    const context = { "kms:RequestAlias": byAlias, ...request.context };
    const decision = decide(
      { ...request, context, action, resource: key.resource },
      knownPolicies(known, key, given),
    );
    return [[question(key.resource.arn), decision]];
  }
  const arn =
    on === "*" || on.startsWith("arn:") ? on : localArn(action, on, `${partition}:%:${region}:${id}`);
  // Parameters are shared by AWS RAM alone, whose policies are not read.
  const decision = decide(
    { ...request, action, resource: parseResource(arn) },
    knownPolicies(known, { policy: "none" }, given),
  );
  return [[question(arn), decision]];
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
  { clients, given }: { clients: Account["clients"]; given: GivenPolicies },
): Promise<[string, Decision][]> {
  const secret = await collectSecret(clients.secretsManager, on);
  const key = await collectSecretKey(clients.kms, secret);
  const { via: _via, encryptionContext: _context, ...rest } = request;
  const { getSecretValue, decrypt } = decideRead({ ...rest, resource: secret.resource }, key.resource, {
    secret: knownPolicies(known, secret, given),
    key: knownPolicies(known, key, given),
  });
  const who = principalName(request.principal);
  return [
    [`${who}: secretsmanager:GetSecretValue on ${secret.resource.arn}`, getSecretValue],
    [`${who}: kms:Decrypt through Secrets Manager with ${key.resource.arn}`, decrypt],
  ];
}
