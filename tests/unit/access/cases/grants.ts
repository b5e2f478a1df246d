import type { Grant } from "../../../../shared/access/index.ts";
import {
  alice,
  allow,
  allowTo,
  appRole,
  appSession,
  bob,
  type Case,
  deny,
  denyTo,
  key,
  otherRole,
  otherSession,
  root,
  toAccount,
} from "./case.ts";

const page = "KMS:grants";
const constraints = "KMS-API:API_GrantConstraints";
const retiring = "KMS:grant-delete";
const decrypt = { action: "kms:Decrypt", on: key, identity: [], policy: [toAccount] };
const to = (grantee: string, ...operations: string[]): Grant => ({ id: "g-1", grantee, operations });
const equals = { ...to(alice, "Decrypt"), encryptionContextEquals: { app: "pay", env: "prod" } };
const subset = { ...to(alice, "Decrypt", "DescribeKey"), encryptionContextSubset: { app: "pay" } };

/** Grants. */
export const grants: Case[] = [
  { says: "a grant alone allows its operation", page, who: alice, ...decrypt, grants: [to(alice, "Decrypt")], expect: "allowed", by: "g-1" },
  { says: "a grant allows no other operation", page, who: alice, ...decrypt, grants: [to(alice, "Encrypt", "DescribeKey")], expect: "denied" },
  { says: "GenerateDataKey is not GenerateDataKeyWithoutPlaintext", page, who: alice, ...decrypt, action: "kms:GenerateDataKeyWithoutPlaintext", grants: [to(alice, "GenerateDataKey")], expect: "denied" },
  { says: "a grant allows nobody but its grantee", page, who: bob, ...decrypt, grants: [to(alice, "Decrypt")], expect: "denied" },
  { says: "a grant to a role allows its sessions", page, who: appSession, ...decrypt, grants: [to(appRole, "Decrypt")], expect: "allowed" },
  { says: "a grant to a session allows this session", page, who: appSession, ...decrypt, grants: [to(appSession, "Decrypt")], expect: "allowed" },
  { says: "a grant to a session allows no other session", page, who: otherSession, ...decrypt, grants: [to(appSession, "Decrypt")], expect: "denied" },
  { says: "a grant to a service allows the service", page, who: "dynamodb.amazonaws.com", ...decrypt, grants: [to("dynamodb.amazonaws.com", "Decrypt")], expect: "allowed" },
  { says: "a grant to the account's root allows root", page, who: root, ...decrypt, policy: [allowTo(alice, "kms:*")], grants: [to(root, "Decrypt")], expect: "allowed" },
  { says: "a deny of the key policy overrides a grant", page: "KMS:grants#about-grants", who: alice, ...decrypt, policy: [toAccount, denyTo(alice, "kms:Decrypt")], grants: [to(alice, "Decrypt")], expect: "denied", explicit: true },
  { says: "a deny of an identity policy overrides a grant", page: "KMS:grants#about-grants", who: alice, ...decrypt, identity: [deny("kms:*")], grants: [to(alice, "Decrypt")], expect: "denied", explicit: true },
  { says: "one of several grants suffices", page, who: alice, ...decrypt, grants: [to(bob, "Decrypt"), to(alice, "Encrypt"), { ...to(alice, "Decrypt"), id: "g-2" }], expect: "allowed", by: "g-2" },
  { says: "a grant across accounts needs no policy of the other account", page: "AutoScaling:key-policy-requirements-EBS-encryption", who: otherRole, ...decrypt, grants: [to(otherRole, "Decrypt")], expect: "allowed" },
  { says: "whether a boundary that does not allow stops a grant is not told", page, who: appRole, ...decrypt, boundary: [allow("s3:*")], grants: [to(appRole, "Decrypt")], expect: "unknown" },
  { says: "a boundary that denies stops a grant", page, who: appRole, ...decrypt, boundary: [allow("*"), deny("kms:*")], grants: [to(appRole, "Decrypt")], expect: "denied", explicit: true },

  { says: "EncryptionContextEquals takes the same context", page: constraints, who: alice, ...decrypt, grants: [equals], encryptionContext: { env: "prod", app: "pay" }, expect: "allowed" },
  { says: "EncryptionContextEquals refuses one pair more", page: constraints, who: alice, ...decrypt, grants: [equals], encryptionContext: { env: "prod", app: "pay", x: "y" }, expect: "denied" },
  { says: "EncryptionContextEquals refuses one pair less", page: constraints, who: alice, ...decrypt, grants: [equals], encryptionContext: { app: "pay" }, expect: "denied" },
  { says: "EncryptionContextEquals refuses no context", page: constraints, who: alice, ...decrypt, grants: [equals], encryptionContext: {}, expect: "denied" },
  { says: "EncryptionContextSubset takes further pairs", page: constraints, who: alice, ...decrypt, grants: [subset], encryptionContext: { app: "pay", x: "y" }, expect: "allowed" },
  { says: "EncryptionContextSubset refuses another value", page: constraints, who: alice, ...decrypt, grants: [subset], encryptionContext: { app: "ops" }, expect: "denied" },
  { says: "keys of a constraint are compared without case", page: constraints, who: alice, ...decrypt, grants: [subset], encryptionContext: { APP: "pay" }, expect: "allowed" },
  { says: "values of a constraint are compared with case", page: constraints, who: alice, ...decrypt, grants: [subset], encryptionContext: { app: "Pay" }, expect: "denied" },
  { says: "a context that nobody told leaves a constraint open", page: constraints, who: alice, ...decrypt, grants: [subset], expect: "unknown", unknownKeys: ["kms:EncryptionContext:app"] },
  { says: "a value that nobody told leaves a constraint open", page: constraints, who: alice, ...decrypt, grants: [subset], encryptionContext: { app: null }, expect: "unknown" },
  { says: "constraints bind however the action is written", page: constraints, who: alice, ...decrypt, action: "kms:decrypt", grants: [subset], encryptionContext: {}, expect: "denied" },
  { says: "constraints do not bind DescribeKey", page: constraints, who: alice, ...decrypt, action: "kms:DescribeKey", grants: [subset], expect: "allowed" },

  { says: "the retiring principal retires the grant", page: retiring, who: bob, ...decrypt, action: "kms:RetireGrant", grants: [{ ...to(alice, "Decrypt"), retiring: bob }], expect: "allowed" },
  { says: "the retiring principal does nothing else with it", page: retiring, who: bob, ...decrypt, grants: [{ ...to(alice, "Decrypt"), retiring: bob }], expect: "denied" },
  { says: "the grantee retires the grant where RetireGrant is among its operations", page: retiring, who: alice, ...decrypt, action: "kms:RetireGrant", grants: [to(alice, "Decrypt", "RetireGrant")], expect: "allowed" },
  { says: "the grantee retires the grant not otherwise", page: retiring, who: alice, ...decrypt, action: "kms:RetireGrant", grants: [to(alice, "Decrypt")], expect: "denied" },
  { says: "the retiring principal does not revoke", page: retiring, who: bob, ...decrypt, action: "kms:RevokeGrant", grants: [{ ...to(alice, "Decrypt"), retiring: bob }], expect: "denied" },
  { says: "a grant with CreateGrant lets its grantee make grants", page: "KMS:create-grant-overview", who: alice, ...decrypt, action: "kms:CreateGrant", grants: [to(alice, "Decrypt", "CreateGrant")], expect: "allowed" },
  { says: "a grant without CreateGrant does not", page: "KMS:create-grant-overview", who: alice, ...decrypt, action: "kms:CreateGrant", grants: [to(alice, "Decrypt")], expect: "denied" },
  { says: "a grant never lets list grants", page: "KMS:grant-authorization", who: alice, ...decrypt, action: "kms:ListGrants", grants: [to(alice, "Decrypt", "CreateGrant", "RetireGrant")], expect: "denied" },
];
