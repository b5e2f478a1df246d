import {
  all,
  allow,
  allowTo,
  type Case,
  deny,
  denyTo,
  key,
  other,
  otherRole,
  otherRoot,
  otherUser,
  secret,
  toAccount,
} from "./case.ts";

const page = "IAM:reference_policies_evaluation-logic-cross-account";
const kms = "KMS:key-policy-modifying-external-accounts";
const sm = "SM:auth-and-access_examples_cross";
const get = "secretsmanager:GetSecretValue";
const read = { action: get, on: secret };
const decrypt = { action: "kms:Decrypt", on: key };

/** Principals of another account. */
export const crossAccount: Case[] = [
  { says: "both sides allow", page, who: otherRole, ...read, identity: [allow(get, secret)], policy: [allowTo(otherRole, get)], expect: "allowed" },
  { says: "the resource's side alone does not allow", page, who: otherRole, ...read, identity: [], policy: [allowTo(otherRole, get)], expect: "denied" },
  { says: "the principal's side alone does not allow", page, who: otherRole, ...read, identity: [all], expect: "denied" },
  { says: "the resource may trust the whole account", page, who: otherUser, ...read, identity: [allow(get)], policy: [allowTo(otherRoot, get)], expect: "allowed" },
  { says: "the account's trust still needs a policy on the other side", page, who: otherUser, ...read, identity: [], policy: [allowTo(other, get)], expect: "denied" },
  { says: "root of the trusted account needs none", page, who: otherRoot, ...read, policy: [allowTo(otherRoot, get)], expect: "allowed" },
  { says: "trust in a third account does not help", page, who: otherUser, ...read, identity: [all], policy: [allowTo("777788889999", get)], expect: "denied" },
  { says: "a deny on the resource's side", page, who: otherRole, ...read, identity: [all], policy: [allowTo(otherRoot, get), denyTo(otherRole, get)], expect: "denied", explicit: true },
  { says: "a deny on the principal's side", page, who: otherRole, ...read, identity: [all, deny(get)], policy: [allowTo(otherRole, get)], expect: "denied", explicit: true },
  { says: "a boundary bounds the principal's side", page, who: otherRole, ...read, identity: [all], boundary: [allow("kms:*")], policy: [allowTo(otherRole, get)], expect: "denied" },
  { says: "everyone in the resource's policy needs a policy on the other side too", page, who: otherRole, ...read, identity: [], policy: [allowTo("*", get)], expect: "denied" },
  { says: "a name without the account's ARN in the identity policy means one's own", page: sm, who: otherRole, ...read, identity: [allow(get, secret.replace("111122223333", other))], policy: [allowTo(otherRole, get)], expect: "denied" },
  { says: "aws:PrincipalOrgID opens a secret to the organization", page: "SM:auth-and-access_resource-policies", who: otherRole, ...read, identity: [all], policy: [allowTo("*", get, { StringEquals: { "aws:PrincipalOrgID": "o-1" } })], context: { "aws:PrincipalOrgID": ["o-1"] }, expect: "allowed" },
  { says: "aws:PrincipalOrgID refuses another organization", page: "SM:auth-and-access_resource-policies", who: otherRole, ...read, identity: [all], policy: [allowTo("*", get, { StringEquals: { "aws:PrincipalOrgID": "o-1" } })], context: { "aws:PrincipalOrgID": ["o-2"] }, expect: "denied" },
  { says: "a key: both sides allow", page: kms, who: otherRole, ...decrypt, identity: [allow("kms:Decrypt", key)], policy: [toAccount, allowTo(otherRoot, ["kms:Decrypt", "kms:DescribeKey"])], expect: "allowed" },
  { says: "a key: the key policy alone does not allow", page: kms, who: otherRole, ...decrypt, identity: [], policy: [toAccount, allowTo(otherRole, "kms:Decrypt")], expect: "denied" },
  { says: "a key: the identity policy alone does not allow", page: kms, who: otherRole, ...decrypt, identity: [all], policy: [toAccount], expect: "denied" },
  { says: "a key: an action that the key policy does not give", page: kms, who: otherRole, action: "kms:Encrypt", on: key, identity: [all], policy: [allowTo(otherRoot, "kms:Decrypt")], expect: "denied" },
  { says: "a key: administration across accounts has no effect", page: kms, who: otherRole, action: "kms:ScheduleKeyDeletion", on: key, identity: [all], policy: [allowTo(otherRoot, "kms:*")], expect: "denied" },
  { says: "a key: its policy cannot be changed across accounts", page: kms, who: otherRole, action: "kms:PutKeyPolicy", on: key, identity: [all], policy: [allowTo(otherRoot, "kms:*")], expect: "denied" },
  { says: "a key: grants can be made across accounts", page: kms, who: otherRole, action: "kms:CreateGrant", on: key, identity: [all], policy: [allowTo(otherRoot, "kms:*")], expect: "allowed" },
  { says: "a key: a shared secret is decapsulated across accounts", page: kms, who: otherRole, action: "kms:Decapsulate", on: key, identity: [all], policy: [allowTo(otherRole, "kms:Decapsulate")], expect: "allowed" },
  { says: "a key: another key in the identity policy", page: kms, who: otherRole, ...decrypt, identity: [allow("kms:Decrypt", key.replace("1234abcd", "00000000"))], policy: [allowTo(otherRole, "kms:Decrypt")], expect: "denied" },
  { says: "a key: root of the trusted account", page: kms, who: otherRoot, ...decrypt, policy: [allowTo(otherRoot, "kms:Decrypt")], expect: "allowed" },
  { says: "no alias of another account", page: "KMS:alias-access", who: otherRole, action: "kms:UpdateAlias", on: "arn:aws:kms:us-east-1:111122223333:alias/prod", identity: [all], expect: "denied" },
];
