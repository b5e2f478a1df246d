import {
  alice,
  all,
  allow,
  allowTo,
  type Case,
  deny,
  denyTo,
  key,
  otherRole,
  parameter,
  root,
  secret,
  toAccount,
} from "./case.ts";

const scp = "ORG:orgs_manage_policies_scps_evaluation";
const scps = "ORG:orgs_manage_policies_scps";
const rcps = "ORG:orgs_manage_policies_rcps";
const perimeter = "IAM:access_policies_data-perimeters";
const endpoints = "SM:vpc-endpoint-overview";
const get = "secretsmanager:GetSecretValue";
const read = { action: get, on: secret, identity: [all] };
const linked = `arn:aws:iam::111122223333:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`;

/** Organization policies and endpoint policies. */
export const organization: Case[] = [
  { says: "an SCP on every level allows", page: scp, who: alice, ...read, scp: [[all], [all], [allow("secretsmanager:*")]], expect: "allowed" },
  { says: "one level without an Allow denies", page: scp, who: alice, ...read, scp: [[all], [allow("kms:*")], [all]], expect: "denied" },
  { says: "an SCP gives nothing by itself", page: scps, who: alice, ...read, identity: [], scp: [[all]], expect: "denied" },
  { says: "an SCP's deny on any level denies", page: scp, who: alice, ...read, scp: [[all, deny(get)], [all]], expect: "denied", explicit: true },
  { says: "an SCP denies what a resource policy allows", page: scps, who: alice, ...read, identity: [], policy: [allowTo(alice, get)], scp: [[all, deny(get)]], expect: "denied", explicit: true },
  { says: "an SCP bounds root of a member account", page: scps, who: root, ...read, scp: [[allow("s3:*")]], expect: "denied" },
  { says: "an SCP does not bound service-linked roles", page: scps, who: linked, ...read, scp: [[allow("s3:*")]], expect: "allowed" },
  { says: "an SCP does not bound services", page: scps, who: "rds.amazonaws.com", action: get, on: secret, policy: [{ ...allow(get), Principal: { Service: "rds.amazonaws.com" } }], scp: [[allow("s3:*")]], expect: "allowed" },
  { says: "an SCP that denies another Region", page: scps, who: alice, ...read, scp: [[all, deny("*", "*", { StringNotEquals: { "aws:RequestedRegion": ["eu-central-1"] } })]], expect: "denied", explicit: true },
  { says: "an SCP that protects keys from deletion", page: scps, who: alice, action: "kms:ScheduleKeyDeletion", on: key, identity: [all], policy: [toAccount], scp: [[all, deny(["kms:ScheduleKeyDeletion", "kms:DisableKey"])]], expect: "denied", explicit: true },
  { says: "an SCP with an unknown condition in its Deny", page: scps, who: alice, ...read, scp: [[all, deny(get, "*", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } })]], expect: "unknown", unknownKeys: ["aws:SourceVpce"] },
  { says: "an RCP that allows all changes nothing", page: rcps, who: alice, ...read, rcp: [[allowTo("*", "*")]], expect: "allowed" },
  { says: "an RCP keeps a secret within the organization", page: rcps, who: otherRole, ...read, policy: [allowTo(otherRole, get)], rcp: [[allowTo("*", "*"), denyTo("*", "secretsmanager:*", { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1" }, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } })]], context: { "aws:PrincipalOrgID": ["o-2"] }, expect: "denied", explicit: true },
  { says: "such an RCP spares services", page: rcps, who: "rds.amazonaws.com", action: get, on: secret, policy: [{ ...allow(get), Principal: { Service: "rds.amazonaws.com" } }], rcp: [[allowTo("*", "*"), denyTo("*", "secretsmanager:*", { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1" }, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } })]], expect: "allowed" },
  { says: "an RCP does not bound service-linked roles", page: rcps, who: linked, ...read, rcp: [[allowTo("*", "*"), denyTo("*", get)]], expect: "allowed" },
  { says: "an RCP does not know Parameter Store", page: rcps, who: alice, action: "ssm:GetParameter", on: parameter, identity: [all], rcp: [[allowTo("*", "*"), denyTo("*", "*")]], expect: "allowed" },
  { says: "an RCP does not know AWS managed keys", page: "KMS:resource-control-policies", who: alice, action: "kms:Decrypt", on: key, aliases: ["alias/aws/secretsmanager"], identity: [all], policy: [toAccount], rcp: [[allowTo("*", "*"), denyTo("*", "*")]], expect: "allowed" },
  { says: "an RCP does not know kms:RetireGrant", page: "KMS:resource-control-policies", who: alice, action: "kms:RetireGrant", on: key, policy: [toAccount], grants: [{ id: "g", grantee: alice, operations: ["RetireGrant"] }], rcp: [[allowTo("*", "*"), denyTo("*", "kms:*")]], expect: "allowed" },
  { says: "an RCP knows customer managed keys", page: rcps, who: alice, action: "kms:Decrypt", on: key, aliases: ["alias/prod"], identity: [all], policy: [toAccount], rcp: [[allowTo("*", "*"), denyTo("*", "kms:*")]], expect: "denied", explicit: true },
  { says: "an endpoint policy that does not allow", page: endpoints, who: alice, ...read, endpoint: [allowTo("*", get.replace("Get", "Put"))], expect: "denied" },
  { says: "an endpoint policy that allows", page: endpoints, who: alice, ...read, endpoint: [allowTo("*", get)], expect: "allowed" },
  { says: "an endpoint policy allows nothing by itself", page: endpoints, who: alice, ...read, identity: [], endpoint: [allowTo("*", "*")], expect: "denied" },
  { says: "an endpoint policy does not bound what a service calls for the principal", page: "IAM:access_forward_access_sessions", who: alice, action: "kms:Decrypt", on: key, via: "secretsmanager.us-east-1.amazonaws.com", identity: [all], policy: [toAccount], endpoint: [allowTo("*", "s3:*")], expect: "allowed" },
  { says: "an endpoint policy for one's own principals alone", page: perimeter, who: otherRole, ...read, policy: [allowTo(otherRole, get)], endpoint: [allowTo("*", "*", { StringEquals: { "aws:PrincipalAccount": "111122223333" } })], expect: "denied" },
];
