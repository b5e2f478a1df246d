import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import {
  type AccessRequest,
  type GivenPolicies,
  type NamedPolicy,
  nothingGiven,
  parsePolicy,
} from "../../shared/access/index.ts";
import { addValue } from "../repeatable.ts";

/** Policies and facts that only the asker has. */
export interface GivenOptions {
  scp?: string[];
  rcp?: string[];
  endpointPolicy?: string;
  sessionPolicy?: string;
  context?: string[];
}

/** The options for what no call reads: organization, endpoint and session policies. */
export function withGivenPolicies(command: Command): Command {
  return command
    .option("--scp <file>", "service control policy; once for each level, root first", addValue)
    .option("--rcp <file>", "resource control policy; once for each level, root first", addValue)
    .option("--endpoint-policy <file>", "policy of the VPC endpoint that is used")
    .option("--session-policy <file>", "policy of the role's session");
}

/** The option for what a request says. */
export function withContext(command: Command): Command {
  return command.option(
    "--context <key=value>",
    "a condition key, such as aws:SourceIp=203.0.113.9, or a pair of the encryption context; repeatable",
    addValue,
  );
}

/** Reads the policies that were given as files. */
export async function givenPolicies(options: GivenOptions): Promise<GivenPolicies> {
  const { scp, rcp, endpointPolicy, sessionPolicy } = options;
  const levels = async (files: string[] | undefined) =>
    files ? await Promise.all(files.map(async (file) => [await readPolicy(file)])) : ("notLookedAt" as const);
  const one = async (file: string | undefined) =>
    file ? [await readPolicy(file)] : ("notLookedAt" as const);
  return {
    ...nothingGiven,
    serviceControl: await levels(scp),
    resourceControl: await levels(rcp),
    endpoint: await one(endpointPolicy),
    session: await one(sessionPolicy),
  };
}

/** Reads a policy document from a file. */
export async function readPolicy(file: string): Promise<NamedPolicy> {
  return { name: file, document: parsePolicy(await readFile(file, "utf8")) };
}

/**
 * What `--context` says. A name with a service's prefix is a condition key, any other one of the encryption context,
 * as is `kms:EncryptionContext:NAME`.
 */
export function contextFrom(
  pairs: readonly string[] = [],
): Pick<AccessRequest, "context" | "encryptionContext"> {
  const context: Record<string, string[]> = {};
  const encryptionContext: Record<string, string> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new Error(`--context takes key=value, not "${pair}".`);
    const key = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    const [, name] = /^kms:EncryptionContext:(.+)$/i.exec(key) ?? [];
    if (name !== undefined) encryptionContext[name] = value;
    else if (/^(aws|kms|secretsmanager|ssm):/i.test(key)) context[key] = [...(context[key] ?? []), value];
    else encryptionContext[key] = value;
  }
  return {
    context,
    // Told pairs are taken for the whole encryption context.
    ...(Object.keys(encryptionContext).length > 0 && { encryptionContext }),
  };
}
