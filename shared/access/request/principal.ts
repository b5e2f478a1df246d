import { parseArn } from "../policy/arn.ts";

/** The text names no principal that AWS knows. */
export class PrincipalSyntaxError extends Error {
  override name = "PrincipalSyntaxError";
}

interface IamPrincipal {
  arn: string;
  account: string;
  /** Unique id, such as `AROA…`: what policies show of a principal that was deleted. */
  uniqueId?: string | undefined;
  /** All its tags, where they are known. */
  tags?: Record<string, string> | undefined;
  /** Id of its account's organization, where it is known. */
  organization?: string | undefined;
}

/** Who asks. */
export type Principal =
  | (IamPrincipal & { kind: "root" })
  | (IamPrincipal & { kind: "user"; name: string })
  | (IamPrincipal & { kind: "federatedUser"; name: string })
  | (IamPrincipal & {
      kind: "role";
      name: string;
      /** The session that asks; none: any session of the role. */
      session?: { name: string; arn: string } | undefined;
      /** ARN or name of the identity provider by which the session was got, where one is known. */
      federatedBy?: string | undefined;
    })
  | { kind: "service"; service: string };

/**
 * Reads a principal: the ARN of a user, role, assumed-role session, federated user or root; a 12-digit account, which
 * is its root; or the name of an AWS service.
 *
 * @param rolePath path of the role of an assumed-role session, such as `/apps/`: its ARN does not tell
 * @throws PrincipalSyntaxError
 */
export function parsePrincipal(text: string, rolePath = "/"): Principal {
  if (/^\d{12}$/.test(text)) return { kind: "root", arn: `arn:aws:iam::${text}:root`, account: text };
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text)) return { kind: "service", service: text };
  const arn = parseArn(text);
  const { partition, service, account = "", resource = "" } = arn ?? {};
  const [type, ...rest] = resource.split("/");
  const name = rest.at(-1);
  if (/^\d{12}$/.test(account)) {
    if (service === "iam" && resource === "root") return { kind: "root", arn: text, account };
    if (service === "iam" && type === "user" && name) return { kind: "user", arn: text, account, name };
    if (service === "iam" && type === "role" && name) return { kind: "role", arn: text, account, name };
    if (service === "sts" && type === "federated-user" && name)
      return { kind: "federatedUser", arn: text, account, name };
    const [role, session] = rest;
    if (service === "sts" && type === "assumed-role" && role && session) {
      const roleArn = `arn:${partition}:iam::${account}:role${rolePath}${role}`;
      return { kind: "role", arn: roleArn, account, name: role, session: { name: session, arn: text } };
    }
  }
  throw new PrincipalSyntaxError(
    `"${text}" names no principal. Give the ARN of a user, role, session or root, an account, or a service such as rds.amazonaws.com.`,
  );
}

/** How a principal is named to people: its ARN, the session's where one is meant, or the service. */
export function principalName(principal: Principal): string {
  if (principal.kind === "service") return principal.service;
  return (principal.kind === "role" && principal.session?.arn) || principal.arn;
}

/** The account of a principal; a service has none. */
export function accountOf(principal: Principal): string | undefined {
  return principal.kind === "service" ? undefined : principal.account;
}
