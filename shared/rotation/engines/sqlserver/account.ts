/** A permission of a login or a user, on whatever. */
export interface Permission {
  /**
   * What it is on, as a statement has it after ON: `OBJECT::[dbo].[orders]`. Empty for the server or database itself,
   * undefined for a kind of thing that Rekey does not know.
   */
  on: string | undefined;
  /** The column that it is on alone. */
  column: string | undefined;
  /** As the catalogue names it: SELECT, VIEW DEFINITION… */
  name: string;
  /** D denied, G granted, W granted with the grant option, R revoked for a column of a thing that it is granted on. */
  state: "D" | "G" | "W" | "R";
  /** Who granted it; undefined for dbo or sa, in whose name a superuser grants anyway. */
  grantor: string | undefined;
}

/** What a login may do on the server, or a user in a database. */
export interface Rights {
  roles: readonly string[];
  permissions: readonly Permission[];
  /** What it owns, written as in {@link Permission.on}: it may do everything with it. */
  owned: readonly string[];
}

/** Nothing at all. */
export const noRights: Rights = { roles: [], permissions: [], owned: [] };

/** A login of the server. */
export interface Login extends Rights {
  disabled: boolean;
  /** Whether too many failed logins have locked it. */
  locked: boolean;
  defaultDatabase: string;
  defaultLanguage: string;
  checkPolicy: boolean;
  checkExpiration: boolean;
}

/** A user in a database, of a login or, in a contained database, with a password of its own. */
export interface DatabaseUser extends Rights {
  name: string;
  /** Whether it is the owner of the database, whom no rights are given or taken. */
  owner: boolean;
  defaultSchema: string | undefined;
}

/** Who a secret's username is, by the catalogue. */
export interface Account {
  /** The name to log in with. */
  name: string;
  /** Undefined for a user of a contained database, and where there is none. */
  login: Login | undefined;
  /** By database. */
  users: ReadonlyMap<string, DatabaseUser>;
  /** The databases in which a user by its name lost its login, as after a restore. */
  orphaned: ReadonlySet<string>;
}
