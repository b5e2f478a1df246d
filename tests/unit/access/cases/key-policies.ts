import {
  account,
  alias,
  alice,
  all,
  allow,
  allowTo,
  appRole,
  appSession,
  bob,
  type Case,
  deny,
  denyTo,
  key,
  root,
  secretsManager,
  toAccount,
} from "./case.ts";

const overview = "KMS:key-policy-overview";
const standard = "KMS:key-policy-default";
const conditionKeys = "KMS:policy-conditions";
const iam = "KMS:cmks-in-iam-policies";
const decrypt = { action: "kms:Decrypt", on: key };
const via = secretsManager;
const ofService = (name: string) => ({ StringEquals: { "kms:ViaService": name } });

/** Key policies, identity policies by their leave, and the condition keys of KMS. */
export const keyPolicies: Case[] = [
  { says: "a key policy alone may allow", page: overview, who: alice, ...decrypt, identity: [], policy: [{ Sid: "Use", ...allowTo(alice, "kms:Decrypt") }], expect: "allowed", by: "Use" },
  { says: "an identity policy alone does not allow", page: standard, who: alice, ...decrypt, identity: [all], policy: [allowTo(bob, "kms:*")], expect: "denied" },
  { says: "an identity policy allows where the key policy leaves it to the account", page: standard, who: alice, ...decrypt, identity: [allow("kms:Decrypt", key)], policy: [toAccount], expect: "allowed", by: "Enable IAM User Permissions" },
  { says: "leaving it to the account allows nobody by itself", page: standard, who: alice, ...decrypt, identity: [], policy: [toAccount], expect: "denied" },
  { says: "the account may be told by its number", page: standard, who: alice, ...decrypt, identity: [all], policy: [allowTo(account, "kms:*")], expect: "allowed" },
  { says: "only what the key policy leaves to the account may be allowed there", page: standard, who: alice, ...decrypt, identity: [all], policy: [allowTo(root, "kms:Describe*")], expect: "denied" },
  { says: "root may use the key where the key policy names the account", page: standard, who: root, ...decrypt, policy: [toAccount], expect: "allowed" },
  { says: "root has no permission that the key policy does not give", page: standard, who: root, ...decrypt, policy: [allowTo(alice, "kms:*")], expect: "denied" },
  { says: "an explicit deny of the key policy", page: overview, who: alice, ...decrypt, identity: [all], policy: [toAccount, denyTo(alice, "kms:Decrypt")], expect: "denied", explicit: true },
  { says: "an explicit deny of an identity policy overrides the key policy", page: overview, who: alice, ...decrypt, identity: [deny("kms:Decrypt")], policy: [allowTo(alice, "kms:*")], expect: "denied", explicit: true },
  { says: "administrators of the default key policy do not use the key", page: standard, who: alice, ...decrypt, identity: [], policy: [allowTo(alice, ["kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*"])], expect: "denied" },
  { says: "key users of the default key policy use the key", page: standard, who: appSession, action: "kms:GenerateDataKeyWithoutPlaintext", on: key, identity: [], policy: [allowTo(appRole, ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"])], expect: "allowed" },
  { says: "an identity policy may name keys by wildcard", page: iam, who: alice, ...decrypt, identity: [allow("kms:Decrypt", `arn:aws:kms:*:${account}:key/*`)], policy: [toAccount], expect: "allowed" },
  { says: "an alias in an identity policy names no key", page: iam, who: alice, ...decrypt, identity: [allow("kms:Decrypt", alias)], policy: [toAccount], expect: "denied" },
  { says: "Resource of a key policy other than * may mean another key", page: overview, who: alice, ...decrypt, identity: [], policy: [{ ...allowTo(alice, "kms:*"), Resource: key.replace("1234abcd", "00000000") }], expect: "denied" },
  { says: "aliases are left to identity policies", page: "KMS:alias-access", who: alice, action: "kms:UpdateAlias", on: alias, identity: [allow("kms:UpdateAlias", alias)], expect: "allowed" },
  { says: "an alias needs an identity policy", page: "KMS:alias-access", who: alice, action: "kms:UpdateAlias", on: alias, identity: [allow("kms:UpdateAlias", key)], expect: "denied" },
  { says: "CreateKey has no key to ask", page: iam, who: alice, action: "kms:CreateKey", on: "*", identity: [allow("kms:CreateKey")], expect: "allowed" },
  { says: "a boundary bounds what is left to the account", page: "IAM:access_policies_boundaries", who: alice, ...decrypt, identity: [all], boundary: [allow("s3:*")], policy: [toAccount], expect: "denied" },
  { says: "a policy that leaves the key to the account under a condition", page: "KMS:key-policy-default#key-policy-default-allow-root-enable-iam", who: alice, ...decrypt, identity: [all], policy: [allowTo(root, "kms:*", { StringEquals: { "aws:PrincipalType": "AssumedRole" } })], expect: "denied" },

  { says: "kms:ViaService lets a service call for the principal", page: `${conditionKeys}#conditions-kms-via-service`, who: alice, ...decrypt, via, identity: [], policy: [allowTo(alice, "kms:Decrypt", ofService(via))], expect: "allowed" },
  { says: "kms:ViaService refuses a call of the principal's own", page: `${conditionKeys}#conditions-kms-via-service`, who: alice, ...decrypt, identity: [], policy: [allowTo(alice, "kms:Decrypt", ofService(via))], expect: "denied" },
  { says: "kms:ViaService of another Region refuses", page: `${conditionKeys}#conditions-kms-via-service`, who: alice, ...decrypt, via, identity: [], policy: [allowTo(alice, "kms:Decrypt", ofService("secretsmanager.eu-west-1.amazonaws.com"))], expect: "denied" },
  { says: "kms:ViaService of another service refuses", page: `${conditionKeys}#conditions-kms-via-service`, who: alice, ...decrypt, via, identity: [], policy: [allowTo(alice, "kms:Decrypt", ofService("s3.us-east-1.amazonaws.com"))], expect: "denied" },
  { says: "kms:ViaService in a Deny spares a call of the principal's own", page: `${conditionKeys}#conditions-kms-via-service`, who: alice, ...decrypt, identity: [], policy: [allowTo(alice, "kms:*"), denyTo("*", "kms:*", ofService(via))], expect: "allowed" },
  { says: "kms:CallerAccount with everyone lets the account's principals", page: `${conditionKeys}#conditions-kms-caller-account`, who: alice, ...decrypt, via, identity: [], policy: [allowTo("*", "kms:Decrypt", { StringEquals: { "kms:CallerAccount": account, "kms:ViaService": via } })], expect: "allowed" },
  { says: "kms:CallerAccount refuses another account", page: `${conditionKeys}#conditions-kms-caller-account`, who: alice, ...decrypt, via, identity: [], policy: [allowTo("*", "kms:Decrypt", { StringEquals: { "kms:CallerAccount": "999999999999", "kms:ViaService": via } })], expect: "denied" },
  { says: "kms:GrantIsForAWSResource refuses a grant of one's own", page: `${conditionKeys}#conditions-kms-grant-is-for-aws-resource`, who: alice, action: "kms:CreateGrant", on: key, identity: [], policy: [allowTo(alice, "kms:CreateGrant", { Bool: { "kms:GrantIsForAWSResource": "true" } })], expect: "denied" },
  { says: "kms:GrantIsForAWSResource takes a grant that a service makes", page: `${conditionKeys}#conditions-kms-grant-is-for-aws-resource`, who: alice, action: "kms:CreateGrant", on: key, via: "ec2.us-east-1.amazonaws.com", identity: [], policy: [allowTo(alice, "kms:CreateGrant", { Bool: { "kms:GrantIsForAWSResource": "true" } })], expect: "allowed" },
  { says: "kms:GrantOperations of a grant not yet told is reported", page: `${conditionKeys}#conditions-kms-grant-operations`, who: alice, action: "kms:CreateGrant", on: key, identity: [], policy: [allowTo(alice, "kms:CreateGrant", { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Encrypt"] } })], expect: "unknown", unknownKeys: ["kms:GrantOperations"] },
  { says: "kms:GranteePrincipal takes the grantee", page: `${conditionKeys}#conditions-kms-grantee-principal`, who: alice, action: "kms:CreateGrant", on: key, identity: [], context: { "kms:GranteePrincipal": [appRole] }, policy: [allowTo(alice, "kms:CreateGrant", { StringEquals: { "kms:GranteePrincipal": appRole } })], expect: "allowed" },
  { says: "kms:RequestAlias takes the alias by which the key is named", page: `${conditionKeys}#conditions-kms-request-alias`, who: alice, ...decrypt, identity: [allow("kms:Decrypt", "*", { StringLike: { "kms:RequestAlias": "alias/prod*" } })], policy: [toAccount], context: { "kms:RequestAlias": ["alias/prod-app"] }, expect: "allowed" },
  { says: "kms:RequestAlias is absent where the key is named by its ARN", page: `${conditionKeys}#conditions-kms-request-alias`, who: alice, ...decrypt, identity: [allow("kms:Decrypt", "*", { StringLike: { "kms:RequestAlias": "alias/prod*" } })], policy: [toAccount], context: { "kms:RequestAlias": "absent" }, expect: "denied" },
  { says: "kms:ResourceAliases takes one of the key's aliases", page: `${conditionKeys}#conditions-kms-resource-aliases`, who: alice, ...decrypt, aliases: ["alias/prod", "alias/old"], identity: [allow("kms:Decrypt", "*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/prod" } })], policy: [toAccount], expect: "allowed" },
  { says: "kms:ResourceAliases of a key without aliases", page: `${conditionKeys}#conditions-kms-resource-aliases`, who: alice, ...decrypt, aliases: [], identity: [allow("kms:Decrypt", "*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/prod" } })], policy: [toAccount], expect: "denied" },
  { says: "aliases that nobody read are reported", page: `${conditionKeys}#conditions-kms-resource-aliases`, who: alice, ...decrypt, identity: [allow("kms:Decrypt", "*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/prod" } })], policy: [toAccount], expect: "unknown", unknownKeys: ["kms:ResourceAliases"] },
  { says: "aws:ResourceTag takes the key's tag", page: "KMS:tag-authorization", who: alice, ...decrypt, resourceTags: { project: "alpha" }, identity: [allow("kms:Decrypt", "*", { StringEquals: { "aws:ResourceTag/project": "alpha" } })], policy: [toAccount], expect: "allowed" },
  { says: "kms:BypassPolicyLockoutSafetyCheck denies who bypasses", page: `${conditionKeys}#conditions-kms-bypass-policy-lockout-safety-check`, who: alice, action: "kms:PutKeyPolicy", on: key, identity: [all, deny("kms:PutKeyPolicy", "*", { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } })], policy: [toAccount], context: { "kms:BypassPolicyLockoutSafetyCheck": ["true"] }, expect: "denied", explicit: true },
];
