import type { Statement } from "./connection.ts";
import { type Change, grants } from "./grants.ts";
import { identifier, passwordLiteral } from "./names.ts";
import { giveOnObject, onObject, takeOnObject } from "./object-privileges.ts";
import type {
  ColumnPrivilege,
  ProxyRight,
  RoleGrant,
  StoredUser,
  Synonym,
  SystemPrivilege,
} from "./stored-user.ts";

/** CREATE USER … for a user that is to be like another one: locked, with nothing granted yet. */
export function statementToCreateUser(name: string, password: string, like: StoredUser): Statement {
  const { defaultTablespace, temporaryTablespace, profile } = like;
  return {
    text: `CREATE USER ${identifier(name)} IDENTIFIED BY ${passwordLiteral(password)} DEFAULT TABLESPACE ${identifier(defaultTablespace)} TEMPORARY TABLESPACE ${identifier(temporaryTablespace)} PROFILE ${identifier(profile)} ACCOUNT LOCK`,
  };
}

/**
 * What is to be done so that a user may do exactly what another one may, and finds what that one finds by its synonyms.
 * Not the password, nor whether the account is locked. Gives come before takes.
 *
 * @param original whom it shall be like
 * @param present the user as it is
 * @param rds whether Amazon RDS's procedures grant on objects of SYS
 */
export function changesBetween(original: StoredUser, present: StoredUser, rds: boolean): Change[] {
  const to = present.name;
  return [
    ...settings(original, present),
    ...grants({
      wanted: original.systemPrivileges,
      found: present.systemPrivileges,
      key: ({ privilege, schema }) => JSON.stringify([privilege, schema]),
      options: ({ adminOption }) => (adminOption ? ["ADMIN"] : []),
      words: systemPrivilege,
      give: (one, options) => ({ text: `GRANT ${systemPrivilege(one)} TO ${identifier(to)}${options}` }),
      take: (one) => ({ text: `REVOKE ${systemPrivilege(one)} FROM ${identifier(to)}` }),
    }),
    ...grants({
      wanted: original.roles,
      found: present.roles,
      key: ({ role }) => role,
      options: ({ adminOption, delegateOption }) => [
        ...(adminOption ? ["ADMIN"] : []),
        ...(delegateOption ? ["DELEGATE"] : []),
      ],
      words: ({ role }) => `the role ${role}`,
      give: ({ role }, options) => ({ text: `GRANT ${identifier(role)} TO ${identifier(to)}${options}` }),
      take: ({ role }) => ({ text: `REVOKE ${identifier(role)} FROM ${identifier(to)}` }),
    }),
    ...defaultRoles(original.roles, present),
    ...grants({
      wanted: original.objectPrivileges,
      found: present.objectPrivileges,
      key: ({ owner, object, type, privilege }) => JSON.stringify([owner, object, type, privilege]),
      options: ({ grantOption, hierarchyOption }) => [
        ...(hierarchyOption ? ["HIERARCHY"] : []),
        ...(grantOption ? ["GRANT"] : []),
      ],
      words: (one) => `${one.privilege} on ${onObject(one)}`,
      give: (one, options) => giveOnObject(one, to, options, rds),
      take: (one) => takeOnObject(one, to, rds),
    }),
    ...grants({
      wanted: original.columnPrivileges,
      found: present.columnPrivileges,
      key: ({ owner, object, column, privilege }) => JSON.stringify([owner, object, column, privilege]),
      options: ({ grantOption }) => (grantOption ? ["GRANT"] : []),
      words: (one) => `${one.privilege} on ${onColumn(one)}`,
      give: (one, options) => ({
        text: `GRANT ${one.privilege} (${identifier(one.column)}) ON ${table(one)} TO ${identifier(to)}${options}`,
      }),
      // Oracle revokes of a table as a whole only; what is wanted of the rest is given again afterwards.
      take: (one) => ({ text: `REVOKE ${one.privilege} ON ${table(one)} FROM ${identifier(to)}` }),
    }),
    ...quotas(original, present),
    ...proxyRights(original, present),
    ...synonyms(original, present),
    ...owned(original),
    ...owned(present),
  ];
}

function settings(original: StoredUser, present: StoredUser): Change[] {
  const kinds = [
    ["defaultTablespace", "default tablespace", "DEFAULT TABLESPACE"],
    ["temporaryTablespace", "temporary tablespace", "TEMPORARY TABLESPACE"],
    ["profile", "profile", "PROFILE"],
  ] as const;
  return kinds
    .filter(([field]) => original[field] !== present[field])
    .map(([field, words, keyword]) => ({
      words: `it has another ${words}`,
      statement: alterUser(present, `${keyword} ${identifier(original[field])}`),
    }));
}

/** Roles that are granted later are default roles or not by a rule of the user's own: all of them are told anew. */
function defaultRoles(wanted: readonly RoleGrant[], present: StoredUser): Change[] {
  const has = new Map(present.roles.map((one) => [one.role, one.default]));
  if (wanted.every((one) => has.get(one.role) === one.default)) return [];
  const names = wanted.filter((one) => one.default).map(({ role }) => identifier(role));
  const all = names.length === wanted.length;
  const list = all ? "ALL" : names.join(", ") || "NONE";
  return [{ words: "it has other default roles", statement: alterUser(present, `DEFAULT ROLE ${list}`) }];
}

function quotas(original: StoredUser, present: StoredUser): Change[] {
  const wanted = new Map(original.quotas.map(({ tablespace, bytes }) => [tablespace, bytes]));
  const found = new Map(present.quotas.map(({ tablespace, bytes }) => [tablespace, bytes]));
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((tablespace) => wanted.get(tablespace) !== found.get(tablespace))
    .map((tablespace) => {
      const bytes = wanted.get(tablespace) ?? "0";
      const size = bytes === "-1" ? "UNLIMITED" : bytes;
      return {
        words: `it has another quota on ${tablespace}`,
        statement: alterUser(present, `QUOTA ${size} ON ${identifier(tablespace)}`),
      };
    });
}

function proxyRights(original: StoredUser, present: StoredUser): Change[] {
  const through = `CONNECT THROUGH ${identifier(present.name)}`;
  const alter = (client: string, clause: string): Statement => ({
    text: `ALTER USER ${identifier(client)} ${clause}`,
  });
  const has = (rights: readonly ProxyRight[], right: ProxyRight) =>
    rights.some((one) => proxyClause(one) === proxyClause(right) && one.client === right.client);
  const taken = present.proxyRights
    .filter((right) => !has(original.proxyRights, right))
    .map((right) => ({
      words: `it may log in for ${right.client}, or with more roles, too much`,
      statement: alter(right.client, `REVOKE ${through}`),
    }));
  const given = original.proxyRights
    .filter((right) => !has(present.proxyRights, right))
    .map((right) => ({
      words: `it may not log in for ${right.client} with the same roles`,
      statement: alter(right.client, `GRANT ${through}${proxyClause(right)}`),
    }));
  // The other way round, the rest of a right that changed would be taken, too.
  return [...taken, ...given];
}

function proxyClause({ roles, authenticationRequired }: ProxyRight): string {
  const list = (names: readonly string[]) => names.map(identifier).join(", ");
  const required = authenticationRequired ? " AUTHENTICATION REQUIRED" : "";
  if (roles === "all") return required;
  if (roles === "none") return ` WITH NO ROLES${required}`;
  const which = "only" in roles ? list(roles.only) : `ALL EXCEPT ${list(roles.except)}`;
  return ` WITH ROLE ${which}${required}`;
}

/** A synonym too much is no right, and may be all that is left of a name: it stays. */
function synonyms(original: StoredUser, present: StoredUser): Change[] {
  return original.synonyms
    .filter((wanted) => !present.synonyms.some((one) => sameSynonym(one, wanted)))
    .map(({ name, owner, object, link }) => {
      const schema = owner === undefined ? "" : `${identifier(owner)}.`;
      const at = link === undefined ? "" : `@${identifier(link)}`;
      return {
        words: `it lacks the synonym ${name}`,
        statement: {
          text: `CREATE OR REPLACE SYNONYM ${identifier(present.name)}.${identifier(name)} FOR ${schema}${identifier(object)}${at}`,
        },
      };
    });
}

function sameSynonym(one: Synonym, other: Synonym): boolean {
  return (
    one.name === other.name &&
    one.owner === other.owner &&
    one.object === other.object &&
    one.link === other.link
  );
}

/** What is in a user's schema is that user's, and no grant makes it another one's. */
function owned({ name, owned: types }: StoredUser): Change[] {
  if (types.length === 0) return [];
  const what = types.map((type) => type.toLowerCase()).join(", ");
  return [
    {
      words: `${name} owns objects (${what}): put them into a schema of their own, and grant both users what they need`,
    },
  ];
}

function onColumn(one: ColumnPrivilege): string {
  return `the column ${one.column} of ${table(one)}`;
}

function table({ owner, object }: ColumnPrivilege): string {
  return `${identifier(owner)}.${identifier(object)}`;
}

function systemPrivilege({ privilege, schema }: SystemPrivilege): string {
  return schema === undefined ? privilege : `${privilege} ON SCHEMA ${identifier(schema)}`;
}

function alterUser({ name }: StoredUser, clause: string): Statement {
  return { text: `ALTER USER ${identifier(name)} ${clause}` };
}
