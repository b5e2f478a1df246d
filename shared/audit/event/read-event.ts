import {
  accountOf,
  arnOf,
  asked,
  at,
  type CloudTrailRecord,
  callOf,
  denied,
  keysOf,
  networkOf,
  principalOf,
  secretOf,
  text,
} from "../../trail/index.ts";
import { changeInWords } from "./change-in-words.ts";
import type { AuditEvent } from "./event.ts";
import { grantOf, stagingLabelOf } from "./facts-of-change.ts";
import { recoverableUntil } from "./recoverable-until.ts";

/** Reads what the questions need out of a record. */
export function readEvent(record: CloudTrailRecord): AuditEvent {
  const { id, arn, invokedBy } = principalOf(record);
  const { keys, aliases } = keysAndAliases(record);
  const address = record.sourceIPAddress ?? "";
  const { errorCode: error } = record;
  const { type, accessKeyId } = record.userIdentity;
  return {
    id: callOf(record),
    time: record.eventTime,
    source: record.eventSource,
    operation: record.eventName,
    account: accountOf(record),
    region: record.awsRegion,
    principal: id,
    caller: arn,
    ...(accessKeyId && { accessKeyId }),
    // A service that calls for itself is the principal.
    ...(invokedBy && type !== "AWSService" && invokedBy !== id && { service: invokedBy }),
    address,
    network: networkOf(record) ?? address,
    keys,
    aliases,
    ...optional("secret", secretNamed(record)),
    ...optional("context", contextOf(record)),
    ...(error && { error }),
    denied: denied(record),
    ...(record.readOnly !== true && optional("change", changeInWords(record))),
    ...optional("grant", grantOf(record)),
    ...optional("stagingLabel", stagingLabelOf(record)),
    ...optional("recoverableUntil", recoverableUntil(record)),
  };
}

function optional<Name extends keyof AuditEvent>(
  name: Name,
  value: AuditEvent[Name],
): Partial<Pick<AuditEvent, Name>> {
  const field: Partial<Pick<AuditEvent, Name>> = {};
  if (value !== undefined) field[name] = value;
  return field;
}

/** Parameters that name a key: by its id, its ARN, an alias or an alias's ARN. */
const keyParameters = ["keyId", "targetKeyId", "sourceKeyId", "destinationKeyId", "aliasName"] as const;

const aliasName = /^(?:arn:[^:]+:kms:([^:]*):([^:]*):)?(alias\/.+)$/s;

function keysAndAliases(record: CloudTrailRecord): Pick<AuditEvent, "keys" | "aliases"> {
  if (record.eventSource !== "kms.amazonaws.com") return { keys: [], aliases: [] };
  const given = keyParameters.flatMap((name) => asked(record, name) ?? []);
  const aliases = new Set<string>();
  const keys = new Set<string>();
  const take = (name: string) => {
    const [, region, account, alias] = aliasName.exec(name) ?? [];
    if (alias) aliases.add(`${account ?? accountOf(record)}/${region ?? record.awsRegion}/${alias}`);
    else keys.add(name.startsWith("arn:") ? name : arnOf(record, "kms", `key/${name}`));
  };
  const answered =
    text(at(record.responseElements, "keyMetadata", "arn")) ?? text(at(record.responseElements, "keyId"));
  for (const name of [...given, ...keysOf(record), ...refusedOn(record), ...(answered ? [answered] : [])])
    take(name);
  return { keys: [...keys].sort(), aliases: [...aliases].sort() };
}

/**
 * What a refusal says that it is about; the record of a refused call may name its key nowhere else. For want of permission
 * the key follows `on resource:`, for the key's state it comes first: `ARN is disabled.`, `ARN is pending deletion.`
 * Source of the latter: KMS Developer Guide, "Create an alarm that detects use of a KMS key pending deletion".
 */
function refusedOn({ errorMessage }: CloudTrailRecord): string[] {
  const [, arn] = /(?:on resource: |^)(arn:[^\s]+:key\/[A-Za-z0-9-]+)/.exec(errorMessage ?? "") ?? [];
  return arn ? [arn] : [];
}

function secretNamed(record: CloudTrailRecord): string | undefined {
  if (record.eventSource !== "secretsmanager.amazonaws.com") return undefined;
  const created = record.eventName === "CreateSecret" ? asked(record, "name") : undefined;
  return created ? `${accountOf(record)}/${record.awsRegion}/${created}` : secretOf(record);
}

function contextOf({ requestParameters }: CloudTrailRecord): string | undefined {
  const context =
    at(requestParameters, "encryptionContext") ?? at(requestParameters, "sourceEncryptionContext");
  if (typeof context !== "object" || context === null) return undefined;
  const entries = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length > 0 ? JSON.stringify(Object.fromEntries(entries)) : undefined;
}
