import { IAMClient } from "@aws-sdk/client-iam";
import { type KeySpec, KeyUsageType, KMSClient } from "@aws-sdk/client-kms";
import { Command, Option } from "commander";
import { parsePolicy } from "../../shared/access/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import {
  type CreatedKey,
  createKey,
  dollarsAMonth,
  findPrincipal,
  KeyExistsError,
  type KeyPlace,
  type KeyRoles,
  keyKind,
  keySpecs,
  policyInWords,
  SecondKeyError,
  type WantedKey,
  wantedKey,
} from "../../shared/keys/index.ts";
import { callerPlace } from "../caller.ts";
import { exitCodes } from "../exit-codes.ts";
import { plain, plainJson } from "../plain.ts";
import { addValue } from "../repeatable.ts";
import { withJson } from "../stack.ts";
import { parseTag } from "../tag.ts";
import { parseDays } from "./days.ts";

interface Options {
  env: string;
  spec?: KeySpec;
  usage?: KeyUsageType;
  multiRegion?: boolean;
  admin?: string[];
  user?: string[];
  readOnly?: string[];
  granter?: string[];
  service?: string[];
  period?: number;
  description?: string;
  tag?: Record<string, string>;
  second?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

/** `rekey key create NAME --env ENV`: a customer managed key with alias, rotation, tags and a least-privilege policy. */
export const createCommand = withJson(new Command("create"))
  .description("Create a key for a purpose and an environment, which only those can use who are named.")
  .argument("<name>", "what it is for, such as shop: its alias is alias/ENV-NAME")
  .requiredOption("--env <name>", "its environment, such as prod")
  .addOption(new Option("--spec <spec>", "what kind of key (default: SYMMETRIC_DEFAULT)").choices(keySpecs))
  .addOption(
    new Option("--usage <usage>", "what it is for, where its spec leaves that open").choices(
      Object.values(KeyUsageType),
    ),
  )
  .option("--multi-region", "let it be replicated to other Regions")
  .option("--admin <role>", "role that manages it and cannot use it (name or ARN); may be repeated", addValue)
  .option("--user <role>", "role that encrypts and decrypts with it; may be repeated", addValue)
  .option("--read-only <role>", "role that only decrypts; may be repeated", addValue)
  .option("--granter <role>", "role that lets others use it, by rekey key grant; may be repeated", addValue)
  .option(
    "--service <name>",
    "let identity policies allow its use through this service alone, such as secretsmanager; may be repeated",
    addValue,
  )
  .option("--period <days>", "days between rotations, 90 to 2560 (default: 365)", parseDays)
  .option("--description <text>", "instead of NAME in ENV")
  .option("--tag <key=value>", "a further tag; may be repeated", addTag)
  .option("--second", "have another key for the same purpose and environment")
  .option("--dry-run", "only say what would be created")
  .action(async (purpose: string, options: Options) => {
    const place = await callerPlace();
    const { roles, unseen } = await rolesFrom(options, place);
    const wanted = wantedKey(
      {
        purpose,
        environment: options.env,
        kind: keyKind(options.spec, options.usage),
        multiRegion: options.multiRegion ?? false,
        roles,
        description: options.description,
        tags: options.tag,
        periodInDays: options.period,
      },
      place,
    );
    const { second, dryRun } = options;
    const kms = makeClient(KMSClient);
    const created = await createKey(kms, wanted, { second, unseen, dryRun }).catch((error: unknown) =>
      refuse(error, options),
    );
    if (!created) return;
    const notes = [...created.notes, ...notesOn(roles, unseen)];
    process.stdout.write(
      options.json
        ? `${plainJson({ ...created, policy: wanted.policy, tags: wanted.tags, rotationPeriodInDays: wanted.periodInDays, dollarsAMonth: dollarsAMonth(0), notes })}\n`
        : inWords(wanted, created, notes, place),
    );
  });

/** That there is a key already is no failure of the command: whoever asked may want that one. */
function refuse(error: unknown, { json }: Options): undefined {
  if (!(error instanceof SecondKeyError || error instanceof KeyExistsError)) throw error;
  const { message } = error;
  const others = error instanceof SecondKeyError ? error.others : [];
  process.stdout.write(
    json ? `${plainJson({ outcome: "refused", message, others })}\n` : `${plain(message)}\n`,
  );
  process.exitCode = exitCodes.failed;
}

function addTag(text: string, before: Record<string, string> = {}): Record<string, string> {
  const { key, value = "" } = parseTag(text);
  return { ...before, [key]: value };
}

async function rolesFrom(
  { admin = [], user = [], readOnly = [], granter = [], service = [] }: Options,
  place: KeyPlace,
): Promise<{ roles: KeyRoles; unseen: string[] }> {
  const iam = makeClient(IAMClient);
  const find = (names: string[]) => Promise.all(names.map((name) => findPrincipal(iam, name, place)));
  const [administrators, users, readers, granters] = await Promise.all([
    find(admin),
    find(user),
    find(readOnly),
    find(granter),
  ]);
  const arns = (found: typeof users) => found.map(({ arn }) => arn);
  return {
    roles: {
      administrators: arns(administrators),
      users: arns(users),
      readers: arns(readers),
      granters: arns(granters),
      throughServices: service,
      servicePrincipals: [],
    },
    unseen: [...administrators, ...users, ...readers, ...granters]
      .filter(({ seen }) => !seen)
      .map(({ arn }) => arn),
  };
}

function notesOn(
  { users, readers, granters, throughServices }: KeyRoles,
  unseen: readonly string[],
): string[] {
  const nobody = users.length + readers.length + granters.length + throughServices.length === 0;
  return [
    ...(nobody ? ["Nobody can use it yet. Let somebody: rekey access allow PRINCIPAL --use KEY"] : []),
    ...unseen.map((arn) => `Nobody looked whether ${arn} exists.`),
  ];
}

function inWords(
  { alias, policy, periodInDays, tags }: WantedKey,
  { arn, outcome }: CreatedKey,
  notes: readonly string[],
  { account }: KeyPlace,
): string {
  const what = {
    created: `${alias} is created: ${arn}`,
    finished: `${alias} is created: ${arn}, which an interrupted run had begun`,
    there: `${alias} was there already, as it is wanted: ${arn}`,
    planned: `${alias} would be created:`,
  }[outcome];
  const [now, later, most] = [dollarsAMonth(0), dollarsAMonth(1), dollarsAMonth(2)];
  const rotates = periodInDays !== undefined;
  const lines = [
    what,
    // What was there may be rotated otherwise since: rekey key rotate.
    ...(outcome === "there"
      ? []
      : [
          `  rotation  ${rotates ? `every ${periodInDays} days` : "none: KMS does not rotate keys of this kind"}`,
        ]),
    `  cost      ${now} US dollar a month${rotates ? `, ${later} after its first rotation, ${most} after its second` : ""}; and its requests`,
    `  tags      ${Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(" ")}`,
    ...policyInWords(parsePolicy(policy), account).map(
      (sentence, index) => `  ${index === 0 ? "policy   " : "         "} ${sentence}`,
    ),
    ...notes.map((note) => `Note: ${note}`),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}
