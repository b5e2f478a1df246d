import { stat } from "node:fs/promises";
import { Command, Option } from "commander";
import {
  collectKey,
  collectSecret,
  collectSecretKey,
  type KnownKey,
  type KnownSecret,
  lintBothSides,
  lintPolicy,
  type NamedPolicy,
  NotFoundError,
  type PolicyFinding,
  type PolicyKind,
} from "../../shared/access/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";
import { openAccounts, type ProfileOptions, withProfiles } from "./accounts.ts";
import { readPolicy } from "./given.ts";

const kinds: PolicyKind[] = ["key policy", "secret policy", "identity policy"];
type Options = ProfileOptions & { kind?: string; json?: boolean };

/** `rekey access check FILE|KEY|SECRET`: what is wrong with policies, with the fix. */
export const checkCommand = withJson(withProfiles(new Command("check")))
  .description("Look for what is wrong with a policy: a file, or that of a key or secret.")
  .argument("<target>", "file with a policy document, key (id, ARN, alias/…), or secret (name, ARN)")
  .addOption(
    new Option("--kind <kind>", "what a file is; found out from its statements if absent").choices(
      kinds.map((kind) => kind.split(" ")[0] ?? kind),
    ),
  )
  .action(async (target: string, options: Options) => {
    const { findings, notes } = await check(target, options);
    if (options.json) process.stdout.write(`${JSON.stringify({ findings, notLookedAt: notes })}\n`);
    else process.stdout.write(findingsInWords(target, findings, notes));
    if (findings.length > 0) process.exitCode = exitCodes.failed;
  });

interface Checked {
  findings: PolicyFinding[];
  /** What was not looked at. */
  notes: string[];
}

async function check(target: string, options: Options): Promise<Checked> {
  if (await isFile(target)) {
    const policy = await readPolicy(target);
    const given = kinds.find((kind) => options.kind !== undefined && kind.startsWith(options.kind));
    return { findings: lintPolicy({ ...policy, kind: given ?? kindOf(policy) }), notes: [] };
  }
  // No name of a key or secret begins so.
  if (/^(\.\.?|~)(\/|$)/.test(target)) throw new NotFoundError(`There is no file "${target}".`);
  if (/^(alias\/|arn:[^:]+:kms:|mrk-|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)/.test(target)) {
    const { clients } = (await openAccounts(options)).owner;
    return lintOf("key policy", await collectKey(clients.kms, target));
  }
  const { secret, clients } = await secretNamed(target, options);
  const key = await collectSecretKey(clients.kms, secret);
  const own = lintOf("secret policy", secret);
  const ofKey = key.awsManaged ? { findings: [], notes: [] } : lintOf("key policy", key);
  return {
    findings: [...own.findings, ...ofKey.findings, ...lintBothSides(secret, key)],
    notes: [...own.notes, ...ofKey.notes],
  };
}

/** What is no file is taken for a secret's name: whoever mistyped a file's name is told so. */
async function secretNamed(target: string, options: Options) {
  try {
    const { clients } = (await openAccounts(options)).owner;
    return { secret: await collectSecret(clients.secretsManager, target), clients };
  } catch (error) {
    if (!(error instanceof Error) || target.startsWith("arn:")) throw error;
    const reason = error.message || error.name;
    throw new NotFoundError(
      error instanceof NotFoundError
        ? `There is neither a file "${target}" nor a secret of this name. ${reason}`
        : `There is no file "${target}", and whether there is a secret of this name AWS did not say: ${reason}`,
      { cause: error },
    );
  }
}

function lintOf(kind: PolicyKind, { policy, resource }: KnownKey | KnownSecret): Checked {
  if (policy === "notLookedAt") return { findings: [], notes: [`The ${kind} may not be read.`] };
  const { account, region } = resource;
  const documents = policy === "none" ? [] : policy;
  return { findings: documents.flatMap((one) => lintPolicy({ ...one, kind, account, region })), notes: [] };
}

async function isFile(target: string): Promise<boolean> {
  try {
    return (await stat(target)).isFile();
  } catch {
    return false;
  }
}

/** A policy with principals belongs to a resource, of the service that its actions name. */
function kindOf({ document }: NamedPolicy): PolicyKind {
  if (!document.statements.some(({ principal }) => principal)) return "identity policy";
  const ofSecret = ({ action }: (typeof document.statements)[number]) =>
    action.patterns.some((pattern) => /^secretsmanager:/i.test(pattern));
  return document.statements.some(ofSecret) ? "secret policy" : "key policy";
}

/** Findings for people. */
export function findingsInWords(
  target: string,
  findings: readonly PolicyFinding[],
  notes: readonly string[],
): string {
  const lines = findings.flatMap(({ severity, rule, document, statement, problem, fix }) => [
    `${severity.padEnd(9)} ${rule}: ${statement ? `"${statement}" of ` : ""}${document}`,
    `          ${problem}`,
    `          Fix: ${fix}`,
  ]);
  const nothing = findings.length === 0 ? [`${target}: nothing found.`] : [];
  return [...nothing, ...lines, ...notes, ""].join("\n");
}
