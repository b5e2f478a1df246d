import { type Account, type DatabaseUser, type Login, noRights, type Permission } from "./account.ts";
import { identifier, text } from "./quoting.ts";
import { type Change, type Place, rightsChanges } from "./rights.ts";
import type { Statement } from "./statement.ts";

/** What every user has that was just made. */
const connect: Permission = {
  on: "",
  column: undefined,
  name: "CONNECT",
  state: "G",
  grantor: undefined,
};

/**
 * What is to be done so that an account may do exactly what another one may. Not the password, nor whether the login
 * is enabled. What the original owns, the other one gets the control of: an owner can be one only.
 *
 * @param original whom it shall be like
 * @param present the account as it is; its login, or its user of a contained database, is there
 */
export function changesBetween(original: Account, present: Account): Change[] {
  const { login } = original;
  return [
    ...(login && present.login ? loginChanges(present.name, login, present.login) : []),
    ...[...new Set([...original.users.keys(), ...present.users.keys()])].flatMap((database) =>
      userChanges(database, original.users.get(database), present),
    ),
  ];
}

function loginChanges(name: string, original: Login, present: Login): Change[] {
  const alter = (words: string, options: string): Change => ({
    words,
    statement: { text: `ALTER LOGIN ${identifier(name)} WITH ${options}` },
  });
  const place: Place = {
    where: "on the server, it",
    database: "master",
    to: identifier(name),
    changeRole: (role, change) =>
      `ALTER SERVER ROLE ${identifier(role)} ${change} MEMBER ${identifier(name)}`,
  };
  const policy =
    original.checkPolicy === present.checkPolicy && original.checkExpiration === present.checkExpiration;
  return [
    ...(original.defaultDatabase === present.defaultDatabase
      ? []
      : [
          alter(
            "it has another default database",
            `DEFAULT_DATABASE = ${identifier(original.defaultDatabase)}`,
          ),
        ]),
    ...(original.defaultLanguage === present.defaultLanguage
      ? []
      : [
          alter(
            "it has another default language",
            `DEFAULT_LANGUAGE = ${identifier(original.defaultLanguage)}`,
          ),
        ]),
    ...(policy ? [] : [alter("it has another password policy", policyOptions(original))]),
    ...rightsChanges(place, original, present),
  ];
}

/** CREATE LOGIN … for a login that is to be like another one. */
export function statementToCreateLogin(name: string, password: string, like: Login): Statement {
  const options = [
    `PASSWORD = ${text(password)}`,
    `DEFAULT_DATABASE = ${identifier(like.defaultDatabase)}`,
    `DEFAULT_LANGUAGE = ${identifier(like.defaultLanguage)}`,
    policyOptions(like),
  ];
  return { text: `CREATE LOGIN ${identifier(name)} WITH ${options.join(", ")}` };
}

function policyOptions({ checkPolicy, checkExpiration }: Login): string {
  return `CHECK_EXPIRATION = ${onOff(checkExpiration)}, CHECK_POLICY = ${onOff(checkPolicy)}`;
}

function userChanges(
  database: string,
  original: DatabaseUser | undefined,
  { name, users, orphaned }: Account,
): Change[] {
  const present = users.get(database);
  const where = `in the database ${database}, it`;
  if (!original) return present ? [tooMuch(database, where, present)] : [];
  if (!present) {
    const create = orphaned.has(database)
      ? `ALTER USER ${identifier(name)} WITH LOGIN = ${identifier(name)}`
      : `CREATE USER ${identifier(name)} FOR LOGIN ${identifier(name)}`;
    const made = { name, owner: false, defaultSchema: "dbo", ...noRights, permissions: [connect] };
    return [
      { words: `${where} has no user`, statement: { database, text: create } },
      // What an orphan has is seen only once it has its login.
      ...(orphaned.has(database) ? [] : userDifferences(database, where, original, made)),
    ];
  }
  return userDifferences(database, where, original, present);
}

function userDifferences(
  database: string,
  where: string,
  original: DatabaseUser,
  present: DatabaseUser,
): Change[] {
  const user = identifier(present.name);
  const place: Place = {
    where,
    database,
    to: user,
    changeRole: (role, change) => `ALTER ROLE ${identifier(role)} ${change} MEMBER ${user}`,
  };
  // The owner of a database may do in it what the members of db_owner may.
  const wanted = original.owner ? { ...noRights, roles: ["db_owner"], permissions: [connect] } : original;
  if (present.owner) {
    return wanted.roles.includes("db_owner") ? [] : [{ words: `${where} is the owner` }];
  }
  const { defaultSchema } = original;
  return [
    ...(defaultSchema === undefined || defaultSchema === present.defaultSchema
      ? []
      : [
          {
            words: `${where} has another default schema`,
            statement: {
              database,
              text: `ALTER USER ${user} WITH DEFAULT_SCHEMA = ${identifier(defaultSchema)}`,
            },
          },
        ]),
    ...rightsChanges(place, wanted, present),
  ];
}

/** A user who owns something cannot be dropped, and dbo never. */
function tooMuch(database: string, where: string, { name, owner, owned }: DatabaseUser): Change {
  const words = `${where} has a user too much`;
  if (owner || owned.length > 0) return { words };
  return { words, statement: { database, text: `DROP USER ${identifier(name)}` } };
}

function onOff(value: boolean): string {
  return value ? "ON" : "OFF";
}
