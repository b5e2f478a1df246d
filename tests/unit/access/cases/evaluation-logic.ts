import {
  account,
  alice,
  all,
  allow,
  allowTo,
  appRole,
  appSession,
  type Case,
  deny,
  denyTo,
  parameter,
  root,
  secret,
} from "./case.ts";

const page = "IAM:reference_policies_evaluation-logic_policy-eval-denyallow";
const basics = "IAM:reference_policies_evaluation-logic_policy-eval-basics";
const boundaries = "IAM:access_policies_boundaries";
const sessions = "IAM:access_policies#policies_session";
const elements = "IAM:reference_policies_elements";
const read = { action: "secretsmanager:GetSecretValue", on: secret };
const get = "secretsmanager:GetSecretValue";

/** Which policies count, and in what order, within one account. */
export const evaluationLogic: Case[] = [
  { says: "all is denied by default", page, who: alice, ...read, identity: [], expect: "denied" },
  { says: "an identity policy may allow", page, who: alice, ...read, identity: [{ Sid: "Get", ...allow(get) }], expect: "allowed", by: "Get" },
  { says: "a resource policy alone may allow", page: basics, who: alice, ...read, identity: [], policy: [allowTo(alice, get)], expect: "allowed" },
  { says: "either of both suffices: identity", page: basics, who: alice, ...read, identity: [allow(get)], policy: [allowTo(appRole, get)], expect: "allowed" },
  { says: "an explicit deny of the identity overrides its allow", page, who: alice, ...read, identity: [allow(get), { Sid: "No", ...deny(get) }], expect: "denied", explicit: true, by: "No" },
  { says: "an explicit deny of the resource overrides the identity's allow", page, who: alice, ...read, identity: [all], policy: [denyTo(alice, get)], expect: "denied", explicit: true },
  { says: "an explicit deny of the identity overrides the resource's allow", page, who: alice, ...read, identity: [deny("*")], policy: [allowTo(alice, get)], expect: "denied", explicit: true },
  { says: "the order of statements does not matter", page, who: alice, ...read, identity: [deny(get), allow(get)], expect: "denied", explicit: true },
  { says: "a deny of another action denies nothing here", page, who: alice, ...read, identity: [all, deny("secretsmanager:DeleteSecret")], expect: "allowed" },
  { says: "a deny of another resource denies nothing here", page, who: alice, ...read, identity: [all, deny(get, `${secret}x`)], expect: "allowed" },
  { says: "root may do all in its account without a policy", page, who: root, ...read, expect: "allowed" },
  { says: "root is denied by its secret's policy", page, who: root, ...read, policy: [denyTo("*", get)], expect: "denied", explicit: true },
  { says: "an account in a secret's policy does not allow by itself within the account", page: basics, who: alice, ...read, identity: [], policy: [allowTo(account, get)], expect: "denied" },

  { says: "a boundary that does not allow bounds the identity policy", page: boundaries, who: alice, ...read, identity: [all], boundary: [allow("kms:*")], expect: "denied" },
  { says: "a boundary that allows lets the identity policy be", page: boundaries, who: alice, ...read, identity: [all], boundary: [allow("secretsmanager:*")], expect: "allowed" },
  { says: "a boundary gives nothing by itself", page: boundaries, who: alice, ...read, identity: [], boundary: [all], expect: "denied" },
  { says: "a boundary's deny is explicit", page: boundaries, who: alice, ...read, identity: [all], boundary: [all, deny(get)], expect: "denied", explicit: true },
  { says: "a resource policy that names a user is not bounded by an implicit deny", page: boundaries, who: alice, ...read, identity: [], boundary: [allow("kms:*")], policy: [allowTo(alice, get)], expect: "allowed" },
  { says: "a resource policy that names a role is bounded", page: boundaries, who: appRole, ...read, identity: [], boundary: [allow("kms:*")], policy: [allowTo(appRole, get)], expect: "denied" },
  { says: "a resource policy that names a role is allowed within its boundary", page: boundaries, who: appRole, ...read, identity: [], boundary: [allow("secretsmanager:*")], policy: [allowTo(appRole, get)], expect: "allowed" },
  { says: "a resource policy that names a session is not bounded", page: boundaries, who: appSession, ...read, identity: [], boundary: [allow("kms:*")], policy: [allowTo(appSession, get)], expect: "allowed" },
  { says: "aws:PrincipalArn with a wildcard principal is not bounded", page: "IAM:reference_policies_elements_principal#principal-roles", who: appRole, ...read, identity: [], boundary: [allow("kms:*")], policy: [allowTo("*", get, { ArnEquals: { "aws:PrincipalArn": appRole } })], expect: "allowed" },
  { says: "a boundary's explicit deny stops what names a user too", page: boundaries, who: alice, ...read, identity: [], boundary: [deny(get)], policy: [allowTo(alice, get)], expect: "denied", explicit: true },

  { says: "a session policy bounds the role's policies", page: sessions, who: appSession, ...read, identity: [all], session: [allow("kms:*")], expect: "denied" },
  { says: "a session policy that allows lets the role be", page: sessions, who: appSession, ...read, identity: [all], session: [allow(get)], expect: "allowed" },
  { says: "a session policy gives nothing by itself", page: sessions, who: appSession, ...read, identity: [], session: [all], expect: "denied" },
  { says: "a session policy bounds what a resource gives the role", page: sessions, who: appSession, ...read, identity: [], session: [allow("kms:*")], policy: [allowTo(appRole, get)], expect: "denied" },
  { says: "a session policy does not bound what a resource gives the session", page: sessions, who: appSession, ...read, identity: [], session: [allow("kms:*")], policy: [allowTo(appSession, get)], expect: "allowed" },
  { says: "a session policy's explicit deny denies", page: sessions, who: appSession, ...read, identity: [], session: [deny(get)], policy: [allowTo(appSession, get)], expect: "denied", explicit: true },

  { says: "actions are compared without case", page: `${elements}_action`, who: alice, ...read, identity: [allow("SecretsManager:getsecretvalue")], expect: "allowed" },
  { says: "* in an action stands for any characters", page: `${elements}_action`, who: alice, ...read, identity: [allow("secretsmanager:Get*")], expect: "allowed" },
  { says: "? in an action stands for one character", page: `${elements}_action`, who: alice, ...read, identity: [allow("secretsmanager:?etSecretValue")], expect: "allowed" },
  { says: "an action of another service is another action", page: `${elements}_action`, who: alice, ...read, identity: [allow("ssm:GetSecretValue")], expect: "denied" },
  { says: "NotAction with Allow allows all others", page: `${elements}_notaction`, who: alice, ...read, identity: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], expect: "allowed" },
  { says: "NotAction with Allow leaves out the named", page: `${elements}_notaction`, who: alice, ...read, identity: [{ Effect: "Allow", NotAction: "secretsmanager:*", Resource: "*" }], expect: "denied" },
  { says: "NotAction with Deny denies all others", page: `${elements}_notaction`, who: alice, ...read, identity: [all, { Effect: "Deny", NotAction: "iam:*", Resource: "*" }], expect: "denied", explicit: true },
  { says: "NotAction with Deny spares the named, but allows nothing", page: `${elements}_notaction`, who: alice, ...read, identity: [{ Effect: "Deny", NotAction: get, Resource: "*" }], expect: "denied" },
  { says: "NotResource with Deny denies all other resources", page: `${elements}_notresource`, who: alice, ...read, identity: [all, { Effect: "Deny", Action: "*", NotResource: parameter }], expect: "denied", explicit: true },
  { says: "NotResource with Deny spares the named", page: `${elements}_notresource`, who: alice, ...read, identity: [all, { Effect: "Deny", Action: "*", NotResource: secret }], expect: "allowed" },
  { says: "NotResource with Allow allows the others", page: `${elements}_notresource`, who: alice, ...read, identity: [{ Effect: "Allow", Action: "*", NotResource: parameter }], expect: "allowed" },
  { says: "* in a resource reaches over slashes and colons", page: `${elements}_resource`, who: alice, ...read, identity: [allow(get, "arn:aws:secretsmanager:*:secret:prod*")], expect: "allowed" },
  { says: "?????? stands for the six characters behind a secret's name", page: "SM:auth-and-access_iam-policies", who: alice, ...read, identity: [allow(get, secret.replace("AbCdEf", "??????"))], expect: "allowed" },
  { says: "?????? does not reach a longer name", page: "SM:auth-and-access_iam-policies", who: alice, ...read, on: secret.replace("shop", "shop-eu"), identity: [allow(get, secret.replace("AbCdEf", "??????"))], expect: "denied" },
  { says: "resources are compared with case", page: `${elements}_resource`, who: alice, ...read, identity: [allow(get, secret.toUpperCase())], expect: "denied" },
  { says: "a secret's ARN without the suffix is no pattern for it", page: "SM:auth-and-access_iam-policies", who: alice, ...read, identity: [allow(get, secret.replace("-AbCdEf", ""))], expect: "denied" },
  { says: "a parameter is allowed by an identity policy", page: "SSM:sysman-paramstore-access", who: alice, action: "ssm:GetParameter", on: parameter, identity: [allow("ssm:GetParameter*", parameter)], expect: "allowed" },
  { says: "an action without a resource needs an identity policy", page: "SM:reference_iam-permissions", who: alice, action: "secretsmanager:ListSecrets", on: "*", identity: [allow("secretsmanager:ListSecrets")], expect: "allowed" },
  { says: "an action without a resource is not allowed for one resource", page: "SM:reference_iam-permissions", who: alice, action: "secretsmanager:ListSecrets", on: "*", identity: [allow("secretsmanager:ListSecrets", secret)], expect: "denied" },
];
