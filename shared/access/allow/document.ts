import type { Grant } from "../decision/grants.ts";
import { type DiffLine, diffLines } from "./diff.ts";
import { PolicyTooLargeError } from "./errors.ts";
import { fitting, mergeStatements, normalized, type PolicyLimit } from "./merge.ts";
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
  limit: PolicyLimit;
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

/** A secret under an AWS managed key moves to a customer managed one. */
export interface WantedMove {
  kind: "key of the secret";
  side: "owner";
  account: string;
  target: string;
  /** Alias of the AWS managed key, and ARN of the new one. */
  before: string;
  after: string;
  changed: boolean;
}

export type WantedDocument = WantedPolicy | WantedGrant | WantedMove;

/** Whether a document is a policy. */
export function isPolicy(document: WantedDocument): document is WantedPolicy {
  return document.kind !== "grant" && document.kind !== "key of the secret";
}

/** Name of the inline policy that a reader gets. */
export const inlinePolicyName = "rekey-access";

const limits: Record<"key policy" | "secret policy" | "user" | "role", PolicyLimit> = {
  "key policy": { most: 32_768, whiteSpaceCounts: true },
  "secret policy": { most: 20_480, whiteSpaceCounts: true },
  user: { most: 2_048, whiteSpaceCounts: false },
  role: { most: 10_240, whiteSpaceCounts: false },
};

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
  const { kind, target } = about;
  const before = text === undefined ? undefined : normalized(text);
  const after = mergeStatements(text, statements);
  const limit = limits[kind === "identity policy" ? (target.includes(":user/") ? "user" : "role") : kind];
  try {
    fitting(after, limit);
  } catch (error) {
    if (!(error instanceof PolicyTooLargeError)) throw error;
    throw new PolicyTooLargeError(
      `The ${kind} of ${target} is full. ${error.message} Take out what is no longer needed.`,
      { cause: error },
    );
  }
  const account = target.split(":")[4] ?? "";
  const diff = diffLines(before ?? "", after);
  return { ...about, account, before, after, changed: before !== after, diff, limit };
}
