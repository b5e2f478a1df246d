/** A system privilege, or in Oracle 23ai one on a schema. */
export interface SystemPrivilege {
  privilege: string;
  /** The schema that it is on alone. */
  schema: string | undefined;
  adminOption: boolean;
}

export interface RoleGrant {
  role: string;
  adminOption: boolean;
  delegateOption: boolean;
  /** Whether a login switches it on. */
  default: boolean;
}

/** A privilege on an object as a whole. */
export interface ObjectPrivilege {
  owner: string;
  object: string;
  /** As DBA_TAB_PRIVS.TYPE says: TABLE, VIEW, PACKAGE, DIRECTORY… */
  type: string;
  privilege: string;
  grantOption: boolean;
  hierarchyOption: boolean;
}

/** A privilege on a column of a table. */
export interface ColumnPrivilege {
  owner: string;
  object: string;
  column: string;
  privilege: string;
  grantOption: boolean;
}

export interface Quota {
  tablespace: string;
  /** In bytes; "-1" for no limit. */
  bytes: string;
}

/** That the user may log in for another one, its client. */
export interface ProxyRight {
  client: string;
  /** Whether the client's password is needed, too. */
  authenticationRequired: boolean;
  roles: "all" | "none" | { only: readonly string[] } | { except: readonly string[] };
}

/** A name in the user's schema for an object elsewhere. */
export interface Synonym {
  name: string;
  owner: string | undefined;
  object: string;
  link: string | undefined;
}

/** A user as Oracle's catalogue has it. */
export interface StoredUser {
  /** In the catalogue's case. */
  name: string;
  locked: boolean;
  defaultTablespace: string;
  temporaryTablespace: string;
  profile: string;
  systemPrivileges: readonly SystemPrivilege[];
  roles: readonly RoleGrant[];
  objectPrivileges: readonly ObjectPrivilege[];
  columnPrivileges: readonly ColumnPrivilege[];
  quotas: readonly Quota[];
  proxyRights: readonly ProxyRight[];
  synonyms: readonly Synonym[];
  /** The types of the objects in its schema, synonyms aside. */
  owned: readonly string[];
}
