/** Which version of which secret is meant: AWSCURRENT unless told. */
export interface SecretKey {
  /** The secret's name or ARN. */
  id: string;
  versionId?: string | undefined;
  /** A staging label. */
  stage?: string | undefined;
}

/** What AWS has at the end of a secret's ARN: a hyphen and six characters. */
const arnPattern = /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:(.+)$/;
const suffixPattern = /-[A-Za-z0-9]{6}$/;

/** A key as one text. No name, id or label has a line break in it. */
export function keyText({ id, versionId, stage }: SecretKey): string {
  if (versionId === undefined && (stage === undefined || stage === "AWSCURRENT")) return id;
  return [id, versionId ?? "", stage ?? ""].join("\n");
}

/** The key that a text stands for. */
export function keyOf(text: string): SecretKey {
  const [id = "", versionId, stage] = text.split("\n");
  return { id, versionId: versionId || undefined, stage: stage || undefined };
}

/** Whether two ids, each a name or an ARN, are of one secret. */
export function isSameSecret(one: string, other: string): boolean {
  if (one === other) return true;
  const [oneInArn, otherInArn] = [nameInArn(one), nameInArn(other)];
  // Two whole ARNs that differ are of two secrets: of another account, region or life of the name.
  if (oneInArn && otherInArn) return false;
  const [inArn, name] = oneInArn ? [oneInArn, other] : [otherInArn, one];
  return inArn !== undefined && (inArn === name || inArn.replace(suffixPattern, "") === name);
}

function nameInArn(id: string): string | undefined {
  return arnPattern.exec(id)?.[1];
}
