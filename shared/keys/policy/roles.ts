import { accountOf, PrincipalSyntaxError, parsePrincipal } from "../../access/index.ts";
import { KeyRoleError } from "./errors.ts";

/** Where a key is. */
export interface KeyPlace {
  partition: string;
  account: string;
  region: string;
}

/** Who does what with a key. Principals are ARNs of roles and users, or of the root of an account. */
export interface KeyRoles {
  /** They manage the key and cannot use it. */
  administrators: readonly string[];
  /** They encrypt and decrypt, or sign and verify. */
  users: readonly string[];
  /** They only decrypt, or verify. */
  readers: readonly string[];
  /** They make grants, and so let others use the key, or themselves: no administrator should be among them. */
  granters: readonly string[];
  /**
   * AWS services, as `kms:ViaService` names them without Region, such as `secretsmanager`: through these, and in no
   * other way, the key is used by whoever the account's identity policies let.
   */
  throughServices: readonly string[];
  /** Services that use the key for themselves, such as `cloudwatch.amazonaws.com` to publish to an encrypted topic. */
  servicePrincipals: readonly string[];
}

/** No role at all: the account administers the key, and nobody uses it. */
export const noRoles: KeyRoles = {
  administrators: [],
  users: [],
  readers: [],
  granters: [],
  throughServices: [],
  servicePrincipals: [],
};

/**
 * Refuses roles that no sound policy can be made of: sessions, which end; services in place of roles; administrators of
 * another account, whom KMS lets do nothing, and granters of another, who could hand the key on; and administrators who
 * would use the key.
 *
 * @throws KeyRoleError
 */
export function checkRoles(roles: KeyRoles, { account }: KeyPlace): void {
  const { administrators, users, readers, granters, throughServices, servicePrincipals } = roles;
  const using = [...users, ...readers, ...granters];
  for (const arn of [...administrators, ...using]) checkPrincipal(arn);
  for (const arn of administrators) {
    const principal = parsePrincipal(arn);
    if (accountOf(principal) !== account) {
      throw new KeyRoleError(
        `${arn} cannot administer a key of account ${account}: KMS lets no other account manage a key. Name a role of ${account}.`,
      );
    }
    if (using.includes(arn)) {
      throw new KeyRoleError(
        `${arn} is to administer the key and to use it. Who does the one should not do the other: name two roles.`,
      );
    }
  }
  const stranger = granters.find((arn) => accountOf(parsePrincipal(arn)) !== account);
  if (stranger !== undefined) {
    throw new KeyRoleError(
      `${stranger} is of another account: by grants it could hand the key on to anybody. Name a role of ${account}.`,
    );
  }
  const noService = throughServices.find((name) => !/^[a-z0-9-]+$/.test(name));
  if (noService !== undefined) {
    throw new KeyRoleError(
      `"${noService}" is no service. Name it as kms:ViaService does: secretsmanager, s3, rds.`,
    );
  }
  const noPrincipal = servicePrincipals.find((name) => !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name));
  if (noPrincipal !== undefined) {
    throw new KeyRoleError(`"${noPrincipal}" is no service principal, such as cloudwatch.amazonaws.com.`);
  }
}

function checkPrincipal(arn: string): void {
  try {
    const principal = parsePrincipal(arn);
    if (principal.kind === "service") {
      throw new KeyRoleError(`${arn} is a service: let the role use the key that the service works with.`);
    }
    if (principal.kind === "federatedUser" || (principal.kind === "role" && principal.session)) {
      throw new KeyRoleError(`${arn} is a session, which ends: name its role.`);
    }
  } catch (error) {
    if (!(error instanceof PrincipalSyntaxError)) throw error;
    throw new KeyRoleError(error.message, { cause: error });
  }
}
