import { parseArn } from "../policy/arn.ts";
import type { ContextValue } from "./context.ts";

/** The text is no ARN of a key, alias, secret or parameter. */
export class ResourceSyntaxError extends Error {
  override name = "ResourceSyntaxError";
}

/** What is asked for. */
export interface Resource {
  arn: string;
  kind: "key" | "alias" | "secret" | "parameter" | "none";
  /** Empty for `*`, the resource of an action that has none, such as `kms:ListKeys`. */
  account: string;
  region: string;
  /** All its tags, where they are known. */
  tags?: Record<string, string> | undefined;
  /** Aliases of a key, such as `alias/prod`, where they are known. */
  aliases?: string[] | undefined;
  /** What else is known of it, by condition key, such as `kms:KeySpec`. */
  attributes?: Record<string, ContextValue> | undefined;
}

const kinds: Record<string, Resource["kind"]> = {
  "kms:key": "key",
  "kms:alias": "alias",
  "secretsmanager:secret": "secret",
  "ssm:parameter": "parameter",
};

/**
 * Reads the ARN of a key, alias, secret or parameter, or `*` for an action that has no resource.
 *
 * @throws ResourceSyntaxError
 */
export function parseResource(text: string): Resource {
  if (text === "*") return { arn: "*", kind: "none", account: "", region: "" };
  const arn = parseArn(text);
  const kind = arn && kinds[`${arn.service}:${arn.resource.split(/[:/]/)[0]}`];
  if (!arn || !kind) {
    throw new ResourceSyntaxError(`"${text}" is no ARN of a KMS key, an alias, a secret or a parameter.`);
  }
  return { arn: text, kind, account: arn.account, region: arn.region };
}
