/** What something is called, and where it is. */
export interface Named {
  label: string;
  account: string;
  region: string;
}

const arn = /^arn:[^:]*:([^:]*):([^:]*):([^:]*):(.+)$/s;

/** Names a key by its ARN: by its alias, where there is one, else its id. */
export function keyNamed(keyArn: string, alias?: string): Named {
  const [, , region = "", account = "", resource = keyArn] = arn.exec(keyArn) ?? [];
  return { label: alias ?? resource.replace(/^key\//, ""), account, region };
}

/** Names a secret by `account/region/name`. */
export function secretNamed(secret: string): Named {
  const [account = "", region = "", ...rest] = secret.split("/");
  return rest.length > 0
    ? { label: rest.join("/"), account, region }
    : { label: secret, account: "", region: "" };
}

/** Names a principal by its ARN, shortly: `app` for a role or user, `root`, `app/session` where the role is unknown. */
export function principalNamed(principal: string): Omit<Named, "region"> {
  const [, service, , account = "", resource = ""] = arn.exec(principal) ?? [];
  if (service === "iam" || service === "sts") {
    const [type, ...path] = resource.split("/");
    const label = type === "assumed-role" ? path.join("/") : (path.at(-1) ?? resource);
    return { label: label || principal, account };
  }
  return { label: principal, account };
}
