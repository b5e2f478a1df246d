import { alice, all, allowTo, type Case, denyTo, key, toAccount } from "./case.ts";

const page = "KMS:conditions-kms#conditions-kms-encryption-context";
const keysPage = "KMS:conditions-kms#conditions-kms-encryption-context-keys";
const decrypt = { action: "kms:Decrypt", on: key, who: alice, identity: [] };
const forApp = [allowTo(alice, "kms:*", { StringEquals: { "kms:EncryptionContext:AppName": "ExampleApp" } })];
const like = [allowTo(alice, "kms:*", { StringLike: { "kms:EncryptionContext:AppName": "Example*" } })];
const keysOnly = (set: string, ...names: string[]) => [
  allowTo(alice, "kms:*", { [`${set}:StringEquals`]: { "kms:EncryptionContextKeys": names } }),
];

/** The encryption context in conditions. */
export const encryptionContext: Case[] = [
  { says: "a pair of the context is asked for", page, ...decrypt, policy: forApp, encryptionContext: { AppName: "ExampleApp" }, expect: "allowed" },
  { says: "further pairs do no harm", page, ...decrypt, policy: forApp, encryptionContext: { AppName: "ExampleApp", FilePath: "/var" }, expect: "allowed" },
  { says: "another value is refused", page, ...decrypt, policy: forApp, encryptionContext: { AppName: "OtherApp" }, expect: "denied" },
  { says: "values are compared with case", page, ...decrypt, policy: forApp, encryptionContext: { AppName: "exampleapp" }, expect: "denied" },
  { says: "the key in the name of a condition key is compared without case", page, ...decrypt, policy: forApp, encryptionContext: { appname: "ExampleApp" }, expect: "allowed" },
  { says: "no context is refused", page, ...decrypt, policy: forApp, encryptionContext: {}, expect: "denied" },
  { says: "a context that nobody told is reported", page, ...decrypt, policy: forApp, expect: "unknown", unknownKeys: ["kms:EncryptionContext:AppName"] },
  { says: "a value that nobody told is reported", page, ...decrypt, policy: forApp, encryptionContext: { AppName: null }, expect: "unknown", unknownKeys: ["kms:EncryptionContext:AppName"] },
  { says: "StringLike takes a pattern", page, ...decrypt, policy: like, encryptionContext: { AppName: "ExampleTwo" }, expect: "allowed" },
  { says: "DescribeKey has no context, so that such a statement never allows it", page, ...decrypt, action: "kms:DescribeKey", policy: forApp, encryptionContext: { AppName: "ExampleApp" }, expect: "denied" },
  { says: "GenerateDataKey has a context", page, ...decrypt, action: "kms:GenerateDataKey", policy: forApp, encryptionContext: { AppName: "ExampleApp" }, expect: "allowed" },
  { says: "Sign has none", page, ...decrypt, action: "kms:Sign", policy: forApp, expect: "denied" },
  { says: "a Deny with StringNotEquals meets a request without context", page, ...decrypt, identity: [all], policy: [toAccount, denyTo("*", "kms:Decrypt", { StringNotEquals: { "kms:EncryptionContext:AppName": "ExampleApp" } })], encryptionContext: {}, expect: "denied", explicit: true },
  { says: "a Deny with StringNotEquals spares the right context", page, ...decrypt, identity: [all], policy: [toAccount, denyTo("*", "kms:Decrypt", { StringNotEquals: { "kms:EncryptionContext:AppName": "ExampleApp" } })], encryptionContext: { AppName: "ExampleApp" }, expect: "allowed" },
  { says: "Null asks for a pair whatever its value", page, ...decrypt, policy: [allowTo(alice, "kms:*", { Null: { "kms:EncryptionContext:AppName": "false" } })], encryptionContext: { AppName: null }, expect: "allowed" },
  { says: "two pairs may have to be there", page, ...decrypt, policy: [allowTo(alice, "kms:*", { StringEquals: { "kms:EncryptionContext:a": "1", "kms:EncryptionContext:b": "2" } })], encryptionContext: { a: "1" }, expect: "denied" },
  { says: "a context key may hold a colon", page, ...decrypt, policy: [allowTo(alice, "kms:*", { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b" } })], encryptionContext: { "aws:s3:arn": "arn:aws:s3:::b" }, expect: "allowed" },
  { says: "ForAnyValue of the context's keys asks for one of them", page: keysPage, ...decrypt, policy: keysOnly("ForAnyValue", "AppName"), encryptionContext: { AppName: "x", Other: "y" }, expect: "allowed" },
  { says: "ForAllValues of the context's keys takes no others", page: keysPage, ...decrypt, policy: keysOnly("ForAllValues", "AppName", "FilePath"), encryptionContext: { AppName: "x", Other: "y" }, expect: "denied" },
  { says: "ForAllValues holds for no context", page: keysPage, ...decrypt, policy: keysOnly("ForAllValues", "AppName"), encryptionContext: {}, expect: "allowed" },
  { says: "keys of the context are compared with case there", page: keysPage, ...decrypt, policy: keysOnly("ForAnyValue", "AppName"), encryptionContext: { appname: "x" }, expect: "denied" },
];
