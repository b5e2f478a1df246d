import { KeyNameError } from "./errors.ts";

const id = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const arn = /^arn:[^:]+:kms:([a-z0-9-]+):\d{12}:(key\/[a-zA-Z0-9-]+|alias\/[a-zA-Z0-9/_-]+)$/;
const alias = /^(alias\/)?[a-zA-Z0-9/_-]+$/;

/** How long an alias may be with its prefix: KMS API Reference, CreateAlias. */
const longestAlias = 256;

/** What a person may call a key, as KMS takes it. */
export interface KeyName {
  /** An id, an ARN, or an alias with its prefix. */
  keyId: string;
  /** Where it is, if the name tells. */
  region: string | undefined;
}

/**
 * Reads the name of a key: its id, its ARN, the ARN of an alias, or an alias with or without `alias/`.
 *
 * @throws KeyNameError
 */
export function parseKeyName(text: string): KeyName {
  const inArn = arn.exec(text);
  if (inArn) return { keyId: text, region: inArn[1] };
  if (id.test(text)) return { keyId: text, region: undefined };
  if (alias.test(text)) {
    const name = text.startsWith("alias/") ? text : `alias/${text}`;
    if (name !== "alias/" && name.length <= longestAlias) return { keyId: name, region: undefined };
  }
  throw new KeyNameError(
    `"${text}" names no key. Give an alias such as alias/prod-shop, or the id or ARN of a key.`,
  );
}
