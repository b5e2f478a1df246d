/** What a question is about. */
export type Subject = KeySubject | AliasSubject | SecretSubject | PrincipalSubject;

/** A KMS key. */
export interface KeySubject {
  kind: "key";
  id: string;
  /** Where it is not known, keys of this id in all accounts and Regions are meant. */
  arn?: string | undefined;
}

/** An alias, and the keys that it points at over time. */
export interface AliasSubject {
  kind: "alias";
  /** Such as `alias/payroll`. */
  name: string;
  account?: string | undefined;
  region?: string | undefined;
}

/** A secret, or all secrets whose names begin alike. */
export interface SecretSubject {
  kind: "secret";
  name: string;
  isPrefix: boolean;
  /** As given; without one, secrets of this name in all accounts and Regions are meant. */
  arn?: string | undefined;
  account?: string | undefined;
  region?: string | undefined;
}

/** A principal by its ARN, the name of a role, user or session, the id of an access key, or a service's name. */
export interface PrincipalSubject {
  kind: "principal";
  text: string;
}

/** What names neither a key nor a secret. */
export class UnknownSubjectError extends Error {
  override name = "UnknownSubjectError";
}

const keyId = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const arn = /^arn:[^:]+:([^:]+):([^:]*):([^:]*):(.+)$/s;

/**
 * Tells what key or secret a text means. A key: its id, its ARN, `alias/NAME` or an alias's ARN. A secret: its ARN,
 * with or without the last six characters, its name, or `PREFIX*`. A secret whose name looks like a key's id or alias
 * is named by its ARN.
 *
 * @throws UnknownSubjectError for an ARN of something else
 */
export function parseResource(text: string): KeySubject | AliasSubject | SecretSubject {
  const [, service, region, account, resource = text] = arn.exec(text) ?? [];
  const place = service ? { region, account } : {};
  if (service === "secretsmanager" && resource.startsWith("secret:")) {
    const named = secretNamed(resource.slice("secret:".length));
    return { ...named, name: named.isPrefix ? named.name : withoutSuffix(named.name), ...place, arn: text };
  }
  if (service !== undefined && service !== "kms") throw unknown(text);
  if (resource.startsWith("alias/")) return { kind: "alias", name: resource, ...place };
  if (service === "kms") {
    if (!resource.startsWith("key/")) throw unknown(text);
    return { kind: "key", id: resource.slice("key/".length), arn: text };
  }
  if (keyId.test(text)) return { kind: "key", id: text.toLowerCase() };
  if (text === "" || text.startsWith("arn:")) throw unknown(text);
  return secretNamed(text);
}

function secretNamed(text: string): SecretSubject {
  const isPrefix = text.endsWith("*");
  return { kind: "secret", name: isPrefix ? text.slice(0, -1) : text, isPrefix };
}

function withoutSuffix(name: string): string {
  return name.replace(/-[A-Za-z0-9]{6}$/, "");
}

function unknown(text: string): UnknownSubjectError {
  return new UnknownSubjectError(
    `${text || "Nothing"} names neither a key nor a secret. Give a key's id, ARN or alias/NAME, or a secret's name, ARN or PREFIX*.`,
  );
}
