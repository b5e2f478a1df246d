import type { PolicyDocument, Statement } from "../policy/document.ts";

/** What a document is attached to. */
export type PolicyKind = "key policy" | "secret policy" | "identity policy";

/** Something in a policy that opens more than it should, or does not do what it seems to. */
export interface PolicyFinding {
  /** Such as `wildcard-principal`. */
  rule: string;
  severity: "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";
  document: string;
  /** Sid or number of the statement; none where the document as a whole is meant. */
  statement?: string | undefined;
  problem: string;
  fix: string;
}

/** A policy as the rules see it. */
export interface LintedPolicy {
  name: string;
  kind: PolicyKind;
  document: PolicyDocument;
  /** Account and Region of the resource, where they are known. */
  account?: string | undefined;
  region?: string | undefined;
}

/** Looks at one statement. */
export interface StatementRule {
  rule: string;
  severity: PolicyFinding["severity"];
  kinds: readonly PolicyKind[];
  /** The problem and its fix, if there is one. */
  check: (statement: Statement, policy: LintedPolicy) => { problem: string; fix: string } | undefined;
}
