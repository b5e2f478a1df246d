import type { Grant } from "../decision/grants.ts";
import { type DiffLine, diffLines } from "./diff.ts";
import { PolicyTooLargeError } from "./errors.ts";
import { mergeStatements, normalized } from "./merge.ts";
import type { PolicyStatement } from "./statements.ts";

/** On whose side a document is: the account of the secret or key, or that of the principal. */
export type Side = "owner" | "reader";

/** A policy document that is needed, as it is and as it shall be. */
export interface WantedPolicy {
  kind: "secret policy" | "key policy" | "identity policy";
  side: Side;
  /** The account in which it is written. */
  account: string;
  /** ARN of the secret, key, user or role that it is attached to. */
  target: string;
  /** Undefined where there is none, or none could be read. */
  before: string | undefined;
  after: string;
  changed: boolean;
  diff: DiffLine[];
}

/** A grant that is needed instead of a key policy's statement. */
export interface WantedGrant {
  kind: "grant";
  side: "owner";
  account: string;
  target: string;
  grant: Grant;
  changed: boolean;
}

export type WantedDocument = WantedPolicy | WantedGrant;

/** Name of the inline policy that a reader gets. */
export const inlinePolicyName = "rekey-access";

/** Bytes or characters that AWS takes: KMS and Secrets Manager quotas, IAM quotas (user; role). */
const limits = { "key policy": 32_768, "secret policy": 20_480, user: 2_048, role: 10_240 };

/**
 * A document with statements put in.
 *
 * @throws PolicyTooLargeError
 */
export function wantedPolicy(
  about: Pick<WantedPolicy, "kind" | "side" | "target">,
  text: string | undefined,
  statements: readonly PolicyStatement[],
): WantedPolicy {
  const before = text === undefined ? undefined : normalized(text);
  const after = mergeStatements(text, statements);
  // IAM does not count white space.
  const length =
    about.kind === "identity policy" ? after.replace(/\s/g, "").length : Buffer.byteLength(after);
  const most =
    about.kind === "identity policy"
      ? limits[about.target.includes(":user/") ? "user" : "role"]
      : limits[about.kind];
  if (length > most) {
    throw new PolicyTooLargeError(
      `The ${about.kind} of ${about.target} would have ${length} characters, and AWS takes ${most}. Take out what is no longer needed.`,
    );
  }
  const account = about.target.split(":")[4] ?? "";
  return {
    ...about,
    account,
    before,
    after,
    changed: before !== after,
    diff: diffLines(before ?? "", after),
  };
}
