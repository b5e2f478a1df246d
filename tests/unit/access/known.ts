import {
  awsManagedKeyPolicy,
  type KnownKey,
  type KnownSecret,
  parsePolicy,
  parsePrincipal,
  parseResource,
  type Reader,
} from "../../../shared/access/index.ts";
import { account, key, type RawStatement, secret, secretsManager, toAccount } from "./cases/case.ts";

const text = (Statement: RawStatement[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** A customer managed key, by default with KMS's default policy. */
export function aKey(statements: RawStatement[] = [toAccount], more: Partial<KnownKey> = {}): KnownKey {
  return {
    resource: { ...parseResource(key), aliases: ["alias/prod"], tags: {} },
    policyText: text(statements),
    policy: [{ name: "key policy", document: parsePolicy(text(statements)) }],
    grants: [],
    awsManaged: false,
    state: "Enabled",
    ...more,
  };
}

/** The AWS managed key of Secrets Manager. */
export function awsManagedKey(): KnownKey {
  return aKey([], {
    policyText: undefined,
    policy: [awsManagedKeyPolicy(account, secretsManager)],
    awsManaged: true,
  });
}

/** A secret, by default without a policy. */
export function aSecret(statements?: RawStatement[]): KnownSecret {
  const policyText = statements && text(statements);
  return {
    resource: { ...parseResource(secret), tags: {} },
    name: "prod/shop",
    keyId: key,
    policyText,
    policy:
      policyText === undefined ? "none" : [{ name: "resource policy", document: parsePolicy(policyText) }],
  };
}

/** A principal, by default without policies. */
export function aReader(arn: string, statements: RawStatement[] = [], more: Partial<Reader> = {}): Reader {
  return {
    principal: { ...parsePrincipal(arn), ...(!arn.includes("amazonaws") && { tags: {} }) },
    identity: [{ name: "other", document: parsePolicy(text(statements)) }],
    boundary: "none",
    inlinePolicy: undefined,
    ...more,
  };
}
