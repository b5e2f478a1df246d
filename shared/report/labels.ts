/** What something is called, and where it is. */
export interface Named {
  label: string;
  account: string;
  region: string;
}

const arn = /^arn:[^:]*:([^:]*):([^:]*):([^:]*):(.+)$/s;

/** The form in which events name a secret. */
const accountRegionName = /^(\d{12})\/([a-z0-9-]+)\/(.+)$/s;

/** A role that IAM Identity Center made of a permission set. */
const permissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** Names a key by its ARN: by its alias, where there is one, else its id. */
export function keyNamed(keyArn: string, alias?: string): Named {
  const { label, ...place } = resourceNamed(keyArn);
  return { label: alias ?? label.replace(/^key\//, ""), ...place };
}

/** Names a secret by `account/region/name`, or anything else by its ARN. */
export function resourceNamed(name: string): Named {
  const [, ofAccount, ofRegion, rest] = accountRegionName.exec(name) ?? [];
  if (rest) return { label: rest, account: ofAccount ?? "", region: ofRegion ?? "" };
  const [, , region = "", account = "", label = name] = arn.exec(name) ?? [];
  return { label, account, region };
}

/** What a principal is called. */
export interface NamedPrincipal extends Omit<Named, "region"> {
  /** Where it is a session of a role, which the label names. */
  session?: string;
}

/** Names a principal by its ARN, shortly: `app` for a role or user, `root`; a permission set of IAM Identity Center `Developer (SSO)`. */
export function principalNamed(principal: string): NamedPrincipal {
  const [, service, , account = "", resource = ""] = arn.exec(principal) ?? [];
  if (service !== "iam" && service !== "sts") return { label: principal, account };
  const [type, ...path] = resource.split("/");
  if (type === "assumed-role") {
    const [role = "", ...session] = path;
    return { label: roleNamed(role), account, session: session.join("/") };
  }
  return { label: roleNamed(path.at(-1) ?? resource), account };
}

function roleNamed(role: string): string {
  return role.replace(permissionSet, "$1 (SSO)");
}
