import { cloudTrail } from "./cloudtrail.ts";
import type { Fields, OperationFacts } from "./facts.ts";
import { kms } from "./kms.ts";
import { secretsManager } from "./secrets-manager.ts";
import { ssm } from "./ssm.ts";
import { sts } from "./sts.ts";

export type { Fields, OperationFacts } from "./facts.ts";

/** The operations that the gateway knows, by event source. */
export const operations: Record<string, Record<string, OperationFacts>> = {
  "kms.amazonaws.com": kms,
  "secretsmanager.amazonaws.com": secretsManager,
  "ssm.amazonaws.com": ssm,
  "cloudtrail.amazonaws.com": cloudTrail,
  "sts.amazonaws.com": sts,
};

/** An operation that is not listed shows which key, secret or parameter it was about, and no more. */
const unlisted: Fields = ["KeyId", "SecretId", "Name", "Names", "AliasName", "TargetKeyId", "TrailName"];

/** What CloudTrail keeps of an operation. */
export function factsOf(eventSource: string, eventName: string): OperationFacts {
  const listed = operations[eventSource];
  const facts = listed && Object.hasOwn(listed, eventName) ? listed[eventName] : undefined;
  if (facts) return facts;
  const readOnly = /^(Get|List|Describe|BatchGet|Lookup|Verify|Validate)/.test(eventName);
  return { readOnly, request: unlisted, response: [] };
}
