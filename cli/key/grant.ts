import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { Command } from "commander";
import { addMilliseconds } from "date-fns";
import { makeClient } from "../../shared/aws/index.ts";
import {
  createGrant,
  type Key,
  type MadeGrant,
  requirePrincipal,
  requireRetirement,
  resolveKey,
  type WantedGrant,
} from "../../shared/keys/index.ts";
import { localTime } from "../audit/words.ts";
import { plain, plainJson } from "../plain.ts";
import { addPair } from "../repeatable.ts";
import { withStage } from "../stack.ts";
import { parseDuration } from "./duration.ts";
import { contextInWords } from "./grant-in-words.ts";
import { withKey } from "./key-argument.ts";

interface Options {
  to: string;
  operations: string[];
  context?: Record<string, string>;
  exact?: boolean;
  for?: number;
  stage: string;
  json?: boolean;
}

/** `rekey key grant KEY --to PRINCIPAL --operations …`. */
export const grantCommand = withStage(withKey(new Command("grant")))
  .description("Let a principal use a key, until a time or until it is revoked, without changing any policy.")
  .requiredOption("--to <principal>", "ARN of a user, role, session or account")
  .requiredOption("--operations <list>", "such as Decrypt,Encrypt", (list) =>
    list.split(",").map((one) => one.trim()),
  )
  .option("--context <key=value>", "a pair that the encryption context must have; repeatable", addPair)
  .option("--exact", "the encryption context may have no other pairs")
  .option("--for <time>", "how long, such as 1h or 7d; the stack ends it then", parseDuration)
  .action(async (name: string, options: Options) => {
    const kms = makeClient(KMSClient);
    const iam = makeClient(IAMClient);
    const key = await resolveKey(kms, name);
    await requirePrincipal(iam, key.account, options.to);
    const end = endOf(key, options);
    if (end) await requireRetirement(iam, end.retiredBy);
    const { to: grantee, operations, context = {}, exact: isWholeContext = false } = options;
    const wanted: WantedGrant = { grantee, operations, context, isWholeContext, ...(end && { end }) };
    const made = await createGrant(kms, key, wanted);
    process.stdout.write(
      options.json
        ? `${plainJson({ key: key.arn, ...made, ...wanted, operations: made.operations })}\n`
        : `${inWords(key, wanted, made).map(plain).join("\n")}\n`,
    );
  });

function endOf({ arn, account }: Key, options: Options): WantedGrant["end"] {
  if (options.for === undefined) return undefined;
  const partition = arn.split(":")[1];
  return {
    at: addMilliseconds(new Date(), options.for),
    retiredBy: `arn:${partition}:iam::${account}:role/rekey-${options.stage}-retire-grants`,
  };
}

function inWords({ name }: Key, wanted: WantedGrant, { id, operations }: MadeGrant): string[] {
  const { grantee, context = {}, isWholeContext = false, end } = wanted;
  return [
    `Grant ${id} of ${name}:`,
    `  ${grantee} may ${operations.join(", ")}${contextInWords({ context, isWholeContext })}`,
    end
      ? `  until ${localTime(end.at.toISOString())}; the stack ends it within five minutes then.`
      : `  until it is revoked: rekey key revoke ${name} ${id}`,
    "It may take up to five minutes until all of KMS knows it; with its token, which --json shows, it holds at once.",
  ];
}
