import {
  account,
  alice,
  all,
  allow,
  allowTo,
  appRole,
  appSession,
  bob,
  type Case,
  denyTo,
  otherSession,
  root,
  secret,
} from "./case.ts";

const page = "IAM:reference_policies_elements_principal";
const notPrincipal = "IAM:reference_policies_elements_notprincipal";
const get = "secretsmanager:GetSecretValue";
const read = { action: get, on: secret, identity: [] };
const federated = `arn:aws:sts::${account}:federated-user/dave`;
const denyOthers = (...AWS: string[]) => ({
  Effect: "Deny",
  NotPrincipal: { AWS },
  Action: get,
  Resource: "*",
});

/** Whom the Principal and NotPrincipal elements mean. */
export const principals: Case[] = [
  { says: "a user is meant by its ARN", page, who: alice, ...read, policy: [allowTo(alice, get)], expect: "allowed" },
  { says: "another user is not meant", page, who: bob, ...read, policy: [allowTo(alice, get)], expect: "denied" },
  { says: "one of several principals is meant", page, who: bob, ...read, policy: [allowTo([alice, bob], get)], expect: "allowed" },
  { says: "names are compared with case", page, who: alice, ...read, policy: [allowTo(alice.replace("alice", "Alice"), get)], expect: "denied" },
  { says: "no wildcard stands for a part of a principal", page, who: alice, ...read, policy: [allowTo(alice.replace("alice", "*"), get)], expect: "denied" },
  { says: "* means everyone", page, who: alice, ...read, policy: [{ ...allow(get), Principal: "*" }], expect: "allowed" },
  { says: "AWS: * means everyone", page, who: alice, ...read, policy: [allowTo("*", get)], expect: "allowed" },
  { says: "a role's ARN means its sessions", page, who: appSession, ...read, policy: [allowTo(appRole, get)], expect: "allowed" },
  { says: "a session's ARN means this session", page, who: appSession, ...read, policy: [allowTo(appSession, get)], expect: "allowed" },
  { says: "a session's ARN means no other session", page, who: otherSession, ...read, policy: [allowTo(appSession, get)], expect: "denied" },
  { says: "a session's ARN may be the role's, whose session nobody told", page, who: appRole, ...read, policy: [allowTo(appSession, get)], expect: "unknown" },
  { says: "a service is meant by its name", page, who: "rds.amazonaws.com", ...read, policy: [{ ...allow(get), Principal: { Service: "rds.amazonaws.com" } }], expect: "allowed" },
  { says: "another service is not meant", page, who: "rds.amazonaws.com", ...read, policy: [{ ...allow(get), Principal: { Service: "redshift.amazonaws.com" } }], expect: "denied" },
  { says: "a user is no service", page, who: alice, ...read, policy: [{ ...allow(get), Principal: { Service: "rds.amazonaws.com" } }], expect: "denied" },
  { says: "a federated user is meant by its session's ARN", page, who: federated, ...read, policy: [allowTo(federated, get)], expect: "allowed" },
  { says: "a session by an identity provider may be meant by the provider", page, who: appRole, ...read, policy: [{ ...allow(get), Principal: { Federated: "cognito-identity.amazonaws.com" } }], expect: "unknown" },
  { says: "a deny of the account means all of it", page, who: alice, ...read, identity: [all], policy: [denyTo(account, get)], expect: "denied", explicit: true },
  { says: "a deny of the account's root ARN means all of it", page, who: appRole, ...read, identity: [all], policy: [denyTo(root, get)], expect: "denied", explicit: true },
  { says: "a deny of a role means its sessions", page, who: appSession, ...read, identity: [all], policy: [denyTo(appRole, get)], expect: "denied", explicit: true },
  { says: "a deny of a session that may be this one leaves it open", page, who: appRole, ...read, identity: [all], policy: [denyTo(appSession, get)], expect: "unknown" },
  { says: "an id of a deleted principal may be nobody", page: "IAM:reference_identifiers#identifiers-unique-ids", who: appRole, ...read, policy: [allowTo("AROAEXAMPLEEXAMPLE123", get)], expect: "unknown" },
  { says: "an id does not mean a service", page: "IAM:reference_identifiers#identifiers-unique-ids", who: "rds.amazonaws.com", ...read, policy: [allowTo("AROAEXAMPLEEXAMPLE123", get)], expect: "denied" },
  { says: "NotPrincipal denies who is not listed", page: notPrincipal, who: bob, ...read, identity: [all], policy: [denyOthers(alice, root)], expect: "denied", explicit: true },
  { says: "NotPrincipal spares the user listed with its account", page: notPrincipal, who: alice, ...read, identity: [all], policy: [denyOthers(alice, root)], expect: "allowed" },
  { says: "NotPrincipal without the account may deny the user too", page: notPrincipal, who: alice, ...read, identity: [all], policy: [denyOthers(alice)], expect: "unknown" },
  { says: "NotPrincipal spares a session listed with role and account", page: notPrincipal, who: appSession, ...read, identity: [all], policy: [denyOthers(appSession, appRole, root)], expect: "allowed" },
  { says: "NotPrincipal with the role alone may deny its session", page: notPrincipal, who: appSession, ...read, identity: [all], policy: [denyOthers(appRole, root)], expect: "unknown" },
  { says: "NotPrincipal denies everyone with a permissions boundary", page: notPrincipal, who: alice, ...read, identity: [all], boundary: [all], policy: [denyOthers(alice, root)], expect: "denied", explicit: true },
  { says: "NotPrincipal spares a listed root", page: notPrincipal, who: root, action: get, on: secret, policy: [denyOthers(root)], expect: "allowed" },
];
