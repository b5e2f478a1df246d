import type { ContextValue, Decision, Grant } from "../../../../shared/access/index.ts";

/** A statement as a policy writes it. */
export type RawStatement = Record<string, unknown>;

/** One decision that AWS's documentation tells. */
export interface Case {
  says: string;
  /** Where: a page of the guide, as `IAM:page`, `KMS:page`, `SM:page` (Secrets Manager), `ORG:page` (Organizations). */
  page: string;
  who: string;
  action: string;
  on: string;
  /** Statements by kind of policy; what is not given does not exist. */
  identity?: RawStatement[];
  boundary?: RawStatement[];
  session?: RawStatement[];
  /** One list of statements for each level, from the root down. */
  scp?: RawStatement[][];
  rcp?: RawStatement[][];
  endpoint?: RawStatement[];
  /** Of the key or secret. */
  policy?: RawStatement[];
  grants?: Grant[];
  via?: string;
  encryptionContext?: Record<string, string | null>;
  context?: Record<string, ContextValue>;
  principalTags?: Record<string, string>;
  resourceTags?: Record<string, string>;
  aliases?: string[];
  /** ISO 8601. */
  at?: string;
  expect: Decision["outcome"];
  /** Denied by a statement: the answer must tell this from nothing allowing. */
  explicit?: true;
  /** The Sid of a statement that must be named as deciding. */
  by?: string;
  /** What must be named as not known. */
  unknownKeys?: string[];
}

export const account = "111122223333";
export const other = "444455556666";
export const root = `arn:aws:iam::${account}:root`;
export const otherRoot = `arn:aws:iam::${other}:root`;
export const alice = `arn:aws:iam::${account}:user/alice`;
export const bob = `arn:aws:iam::${account}:user/bob`;
export const appRole = `arn:aws:iam::${account}:role/App`;
export const appSession = `arn:aws:sts::${account}:assumed-role/App/i-0123`;
export const otherSession = `arn:aws:sts::${account}:assumed-role/App/i-9999`;
export const otherRole = `arn:aws:iam::${other}:role/Reader`;
export const otherUser = `arn:aws:iam::${other}:user/carol`;
export const key = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const alias = `arn:aws:kms:us-east-1:${account}:alias/prod`;
export const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:prod/shop-AbCdEf`;
export const parameter = `arn:aws:ssm:us-east-1:${account}:parameter/prod/shop`;
export const secretsManager = "secretsmanager.us-east-1.amazonaws.com";

/** An Allow of an identity policy. */
export const allow = (Action: string | string[], Resource: string | string[] = "*", Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** A Deny of an identity policy. */
export const deny = (Action: string | string[], Resource: string | string[] = "*", Condition?: object) => ({
  ...allow(Action, Resource, Condition),
  Effect: "Deny",
});

/** An Allow of a resource policy. */
export const allowTo = (AWS: string | string[], Action: string | string[], Condition?: object) => ({
  ...allow(Action, "*", Condition),
  Principal: { AWS },
});

/** A Deny of a resource policy. */
export const denyTo = (AWS: string | string[], Action: string | string[], Condition?: object) => ({
  ...allowTo(AWS, Action, Condition),
  Effect: "Deny",
});

/** The statement of the default key policy that leaves the key to the account's identity policies. */
export const toAccount = { Sid: "Enable IAM User Permissions", ...allowTo(root, "kms:*") };

export const all = allow("*");
