import { at, list, texts } from "../../../trail/index.ts";

/** A statement of a resource's policy that allows something. */
export interface AllowStatement {
  /** What stands under `AWS`, or the one `*`; accounts, ARNs and `*`. */
  principals: string[];
  /** Allowed to all but those named. */
  toAllBut: boolean;
  actions: string[];
  condition: unknown;
}

/**
 * The statements of a resource's policy that allow something to AWS principals: services and identity providers are
 * not asked about here.
 *
 * @param policy as CloudTrail records it: JSON as a text, or, of buckets, the object itself
 * @returns nothing where it cannot be read
 */
export function allowStatements(policy: unknown): AllowStatement[] {
  return list(at(parsed(policy), "Statement")).flatMap((statement) => {
    if (at(statement, "Effect") !== "Allow") return [];
    const principal = at(statement, "Principal");
    return {
      principals: typeof principal === "string" ? [principal] : texts(at(principal, "AWS")),
      toAllBut: at(statement, "NotPrincipal") !== undefined,
      actions: texts(at(statement, "Action")),
      condition: at(statement, "Condition"),
    };
  });
}

function parsed(policy: unknown): unknown {
  if (typeof policy !== "string") return policy;
  try {
    return JSON.parse(policy);
  } catch {
    return undefined;
  }
}
