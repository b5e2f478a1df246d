import { KeyPolicyTooLargeError } from "./errors.ts";
import { administration, granting, type KeyKind, usesOf } from "./operations.ts";
import { checkRoles, type KeyPlace, type KeyRoles } from "./roles.ts";

/** A statement as KMS takes it. */
export interface KeyStatement {
  Sid: string;
  Effect: "Allow";
  Principal: { AWS: string | readonly string[] } | { Service: readonly string[] };
  Action: readonly string[];
  Resource: "*";
  Condition?: Record<string, Record<string, string | readonly string[]>>;
}

/** A key policy as KMS takes it. */
export interface KeyPolicy {
  Version: "2012-10-17";
  Statement: readonly KeyStatement[];
}

/** Bytes that KMS takes: KMS Developer Guide, resource-limits. */
const mostBytes = 32_768;

/**
 * Services that hold on to a key by grants: they ask for one with `kms:CreateGrant` when a volume, database or table is
 * made. The others use the key for each request alone. Source: KMS Developer Guide, service-integration, and each
 * service's page on encryption at rest.
 */
const byGrants = [
  "backup",
  "dynamodb",
  "ec2",
  "elasticache",
  "elasticfilesystem",
  "es",
  "fsx",
  "kafka",
  "lambda",
  "memorydb",
  "rds",
  "redshift",
  "workspaces",
];

const actions = (operations: readonly string[]) => operations.map((operation) => `kms:${operation}`);

/**
 * The least key policy by which the roles do what they do. The account's root administers the key, and so may whom its
 * identity policies let: that is the way back in when every administrator is gone, and no way to use the key.
 *
 * @throws KeyRoleError, KeyPolicyTooLargeError
 */
export function keyPolicy(roles: KeyRoles, place: KeyPlace, kind: KeyKind): KeyPolicy {
  checkRoles(roles, place);
  const { users, readers } = usesOf(kind);
  const root = `arn:${place.partition}:iam::${place.account}:root`;
  const policy: KeyPolicy = {
    Version: "2012-10-17",
    Statement: [
      statement("TheAccountAdministers", [root], administration),
      statement("AdministratorsManage", roles.administrators, administration),
      statement("UsersUse", roles.users, users),
      statement("ReadersRead", roles.readers, readers),
      statement("GrantersGrant", roles.granters, granting),
      ...throughServices(roles.throughServices, root, place, users),
      ...servicePrincipals(roles.servicePrincipals, place),
    ].flat(),
  };
  checkSize(JSON.stringify(policy));
  return policy;
}

/**
 * Refuses a policy that KMS would not take.
 *
 * @throws KeyPolicyTooLargeError
 */
export function checkSize(policy: string): void {
  const bytes = Buffer.byteLength(policy);
  if (bytes > mostBytes) {
    throw new KeyPolicyTooLargeError(
      `The key policy has ${bytes} bytes, and KMS takes ${mostBytes}. Name fewer principals, or one role that they share.`,
    );
  }
}

function statement(
  Sid: string,
  principals: readonly string[],
  operations: readonly string[],
): KeyStatement[] {
  if (principals.length === 0) return [];
  const AWS = [...new Set(principals)];
  return [{ Sid, Effect: "Allow", Principal: { AWS }, Action: actions(operations), Resource: "*" }];
}

function throughServices(
  services: readonly string[],
  root: string,
  { region }: KeyPlace,
  operations: readonly string[],
): KeyStatement[] {
  const via = (names: readonly string[]) =>
    [...new Set(names)].map((name) => `${name}.${region}.amazonaws.com`);
  const withGrants = services.filter((name) => byGrants.includes(name));
  const uses: KeyStatement = {
    Sid: "TheAccountUsesThroughServices",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: actions(operations),
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": via(services) } },
  };
  const grants: KeyStatement = {
    Sid: "ServicesHoldGrants",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: ["kms:CreateGrant"],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:ViaService": via(withGrants) },
      Bool: { "kms:GrantIsForAWSResource": "true" },
    },
  };
  return [...(services.length > 0 ? [uses] : []), ...(withGrants.length > 0 ? [grants] : [])];
}

/** A service that calls for itself says for which account: without that another account could have it use the key. */
function servicePrincipals(services: readonly string[], { account }: KeyPlace): KeyStatement[] {
  if (services.length === 0) return [];
  return [
    {
      Sid: "ServicesUse",
      Effect: "Allow",
      Principal: { Service: [...new Set(services)] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  ];
}
