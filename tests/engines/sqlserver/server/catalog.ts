import {
  containedUserQuestion,
  databasesQuestion,
  loginQuestion,
  orphanQuestion,
  rolesQuestion,
  serverRolesQuestion,
  userQuestion,
} from "../../../../shared/rotation/engines/sqlserver/catalog.ts";
import {
  ownedQuestion,
  permissionsQuestion,
  serverPermissionsQuestion,
} from "../../../../shared/rotation/engines/sqlserver/securables.ts";
import type { Row } from "../../../../shared/rotation/engines/sqlserver/statement.ts";

/** An error of the server. */
export class SqlError extends Error {
  readonly number: number;

  constructor(number: number) {
    super(`Error ${number}`);
    this.number = number;
  }
}

/** A row of sys.server_permissions or sys.database_permissions, with the names that its ids stand for. */
export interface GrantRow {
  keyword: string | null;
  schema: string | null;
  name: string | null;
  column: string | null;
  permission: string;
  state: "D" | "G" | "W" | "R";
  grantor: string | null;
}

/** Something owned. */
export type OwnedRow = Pick<GrantRow, "keyword" | "schema" | "name">;

export interface CatalogLogin {
  password: string;
  disabled: boolean;
  locked: boolean;
  /** Whether the password has run out. */
  expired: boolean;
  defaultDatabase: string;
  defaultLanguage: string;
  checkPolicy: boolean;
  checkExpiration: boolean;
  roles: string[];
  permissions: GrantRow[];
}

export interface CatalogUser {
  /** The login that it is for; absent for one with a password of its own. */
  login?: string;
  password?: string;
  defaultSchema: string;
  roles: string[];
  permissions: GrantRow[];
  owned: OwnedRow[];
}

export interface CatalogDatabase {
  /** The login that is its dbo. */
  owner?: string;
  /** Whether everybody is let in. */
  guests: boolean;
  /** Whether the superuser is kept out. */
  closed: boolean;
  users: Map<string, CatalogUser>;
}

/** What is granted without anybody granting it: to a new login, and to a new user. */
export const connectSql = plainGrant("CONNECT SQL");
export const connect = plainGrant("CONNECT");

/** The catalogue of a server: who may do what, as the questions of the engine see it. */
export class Catalog {
  readonly logins = new Map<string, CatalogLogin>();
  readonly databases = new Map<string, CatalogDatabase>();

  constructor() {
    this.addDatabase("master", { guests: true });
    this.addDatabase("shop");
  }

  addDatabase(name: string, database: Partial<CatalogDatabase> = {}): CatalogDatabase {
    const made = { guests: false, closed: false, users: new Map(), ...database };
    this.databases.set(name, made);
    return made;
  }

  addLogin(name: string, password: string, login: Partial<CatalogLogin> = {}): CatalogLogin {
    const made: CatalogLogin = {
      password,
      disabled: false,
      locked: false,
      expired: false,
      defaultDatabase: "master",
      defaultLanguage: "us_english",
      checkPolicy: true,
      checkExpiration: false,
      roles: [],
      permissions: [{ ...connectSql }],
      ...login,
    };
    this.logins.set(name, made);
    return made;
  }

  addUser(database: string, name: string, user: Partial<CatalogUser>): CatalogUser {
    const made: CatalogUser = {
      defaultSchema: "dbo",
      roles: [],
      permissions: [{ ...connect }],
      owned: [],
      ...user,
    };
    this.database(database).users.set(name, made);
    return made;
  }

  database(name: string): CatalogDatabase {
    const database = this.databases.get(name);
    if (!database) throw new SqlError(911);
    return database;
  }

  /** Whether somebody may change logins and users. */
  manages(login: string): boolean {
    return this.logins.get(login)?.roles.includes("sysadmin") ?? false;
  }

  /** The rows that a question gets for an answer; undefined if it is none. */
  answer(
    text: string,
    parameters: Record<string, string>,
    inDatabase: string,
    as: string,
  ): Row[] | undefined {
    const { name = "", user = "" } = parameters;
    const login = this.logins.get(name);
    const database = this.database(inDatabase);
    switch (text) {
      case "SELECT @@VERSION AS version":
        return [{ version: "Microsoft SQL Server" }];
      case loginQuestion:
        return login ? [loginRow(login)] : [];
      case serverRolesQuestion:
        return (login?.roles ?? []).map((role) => ({ role }));
      case serverPermissionsQuestion:
        return (login?.permissions ?? []).map((row) => ({ ...row }));
      case databasesQuestion:
        return [...this.databases].map(([one, which]) => ({ name: one, open_to_me: this.isOpen(which, as) }));
      case containedUserQuestion: {
        const found = database.users.get(name);
        return found?.password === undefined ? [] : [userRow(name, found)];
      }
      case userQuestion:
        return this.userOf(database, name);
      case orphanQuestion: {
        const found = database.users.get(name);
        const orphan = found?.login !== undefined && !this.logins.has(found.login);
        return orphan ? [{ name }] : [];
      }
      case rolesQuestion:
        return (database.users.get(user)?.roles ?? []).map((role) => ({ role }));
      case permissionsQuestion:
        return (database.users.get(user)?.permissions ?? []).map((row) => ({ ...row }));
      case ownedQuestion:
        return (database.users.get(user)?.owned ?? []).map((row) => ({ ...row }));
    }
    return undefined;
  }

  private isOpen(database: CatalogDatabase, as: string): boolean {
    if (this.manages(as)) return !database.closed;
    const users = [...database.users.values()];
    return database.guests || database.owner === as || users.some(({ login }) => login === as);
  }

  private userOf(database: CatalogDatabase, login: string): Row[] {
    if (database.owner === login && this.logins.has(login)) {
      return [{ name: "dbo", is_owner: true, default_schema_name: "dbo" }];
    }
    const found = [...database.users].find(([, user]) => user.login === login);
    return found && this.logins.has(login) ? [userRow(...found)] : [];
  }
}

function loginRow(login: CatalogLogin): Row {
  return {
    is_disabled: login.disabled,
    is_locked: login.locked,
    default_database_name: login.defaultDatabase,
    default_language_name: login.defaultLanguage,
    is_policy_checked: login.checkPolicy,
    is_expiration_checked: login.checkExpiration,
  };
}

function userRow(name: string, { defaultSchema }: CatalogUser): Row {
  return { name, is_owner: false, default_schema_name: defaultSchema };
}

function plainGrant(permission: string): GrantRow {
  return { keyword: "", schema: null, name: null, column: null, permission, state: "G", grantor: null };
}
