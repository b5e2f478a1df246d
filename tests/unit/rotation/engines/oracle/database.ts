import type { PasswordCredential } from "../../../../../shared/rotation/credential.ts";
import { questions } from "../../../../../shared/rotation/engines/oracle/catalog.ts";
import type { Row, Session, Statement } from "../../../../../shared/rotation/engines/oracle/connection.ts";
import { engineError } from "../../../../../shared/rotation/engines/oracle/errors.ts";
import type {
  ColumnPrivilege,
  ObjectPrivilege,
  Quota,
  RoleGrant,
  Synonym,
  SystemPrivilege,
} from "../../../../../shared/rotation/engines/oracle/stored-user.ts";
import { HostUnreachableError } from "../../../../../shared/rotation/errors.ts";
import { Reader } from "./lexer.ts";

/** A row of DBA_PROXIES, without the proxy. */
export interface ProxyRow {
  client: string;
  authentication: string;
  constraint: string;
  role: string | null;
}

/** A user as the database keeps it. */
export interface User {
  password: string;
  status: string;
  defaultTablespace: string;
  temporaryTablespace: string;
  profile: string;
  systemPrivileges: SystemPrivilege[];
  roles: RoleGrant[];
  /** Whether a role that is granted becomes a default role. */
  newRolesAreDefault: boolean;
  objectPrivileges: ObjectPrivilege[];
  columnPrivileges: ColumnPrivilege[];
  quotas: Quota[];
  proxies: ProxyRow[];
  synonyms: Synonym[];
  owned: string[];
}

/** When to cut the connection: at which statement that changes something, counted from zero. */
export interface Cut {
  statement: number;
  moment: "before" | "after";
}

/**
 * A model of Oracle behind the seam that statements are run through: it answers the engine's questions from its
 * users, and does what the engine's statements say.
 */
export class Database {
  readonly users = new Map<string, User>();
  readonly changes: string[] = [];
  version = 19;
  rds = false;
  cut: Cut | undefined;
  /** The statements that begin like this fail by a code, once. */
  failures: { beginning: string; code: string }[] = [];

  addUser(name: string, user: Partial<User> = {}): User {
    const made: User = {
      password: "old-kP7w2Xq",
      status: "OPEN",
      defaultTablespace: "USERS",
      temporaryTablespace: "TEMP",
      profile: "DEFAULT",
      systemPrivileges: [],
      roles: [],
      newRolesAreDefault: true,
      objectPrivileges: [],
      columnPrivileges: [],
      quotas: [],
      proxies: [],
      synonyms: [],
      owned: [],
      ...user,
    };
    this.users.set(name, made);
    return made;
  }

  user(name: string): User {
    const user = this.users.get(name);
    if (!user) throw oracleError("ORA-01918");
    return user;
  }

  /** What somebody can do who has logged in. */
  session(as: PasswordCredential): Session {
    const told = async <T>(work: () => T): Promise<T> => {
      try {
        return work();
      } catch (error) {
        throw engineError(error, as);
      }
    };
    return {
      version: this.version,
      run: (statement) => told(() => this.#run(statement)),
      changePassword: (username, oldPassword, newPassword) =>
        told(() => {
          const user = this.user(username.toUpperCase());
          if (user.password !== oldPassword) throw oracleError("ORA-28008");
          this.#setPassword(user, newPassword);
        }),
    };
  }

  #run({ text, parameters = {} }: Statement): Row[] {
    const rows = this.#answer(text, parameters);
    if (rows) return rows;
    const failure = this.failures.findIndex(({ beginning }) => text.startsWith(beginning));
    if (failure >= 0) throw oracleError(this.failures.splice(failure, 1)[0]?.code ?? "");
    const cut = this.cut?.statement === this.changes.length ? this.cut.moment : undefined;
    this.changes.push(text);
    if (cut !== "before") this.#change(text, parameters);
    if (cut === undefined) return [];
    this.cut = undefined;
    throw new HostUnreachableError("connect", "The connection was cut.");
  }

  #answer(text: string, { name = "" }: Readonly<Record<string, string>>): Row[] | undefined {
    const user = this.users.get(name);
    switch (text) {
      case questions.rds:
        return this.rds ? [{ USERNAME: "RDSADMIN" }] : [];
      case questions.user:
        return user ? [userRow(user)] : [];
      case questions.systemPrivileges:
        return (user?.systemPrivileges ?? [])
          .filter(({ schema }) => schema === undefined)
          .map((one) => ({ PRIVILEGE: one.privilege, ADMIN_OPTION: yesNo(one.adminOption) }));
      case questions.schemaPrivileges:
        return (user?.systemPrivileges ?? [])
          .filter(({ schema }) => schema !== undefined)
          .map((one) => ({
            PRIVILEGE: one.privilege,
            SCHEMA_NAME: one.schema,
            ADMIN_OPTION: yesNo(one.adminOption),
          }));
      case questions.roles:
        return (user?.roles ?? []).map((one) => ({
          GRANTED_ROLE: one.role,
          ADMIN_OPTION: yesNo(one.adminOption),
          DELEGATE_OPTION: yesNo(one.delegateOption),
          DEFAULT_ROLE: yesNo(one.default),
        }));
      case questions.objectPrivileges:
        return (user?.objectPrivileges ?? []).map((one) => ({
          OWNER: one.owner,
          TABLE_NAME: one.object,
          TYPE: one.type,
          PRIVILEGE: one.privilege,
          GRANTABLE: yesNo(one.grantOption),
          HIERARCHY: yesNo(one.hierarchyOption),
        }));
      case questions.columnPrivileges:
        return (user?.columnPrivileges ?? []).map((one) => ({
          OWNER: one.owner,
          TABLE_NAME: one.object,
          COLUMN_NAME: one.column,
          PRIVILEGE: one.privilege,
          GRANTABLE: yesNo(one.grantOption),
        }));
      case questions.quotas:
        return (user?.quotas ?? []).map((one) => ({ TABLESPACE_NAME: one.tablespace, MAX_BYTES: one.bytes }));
      case questions.proxyRights:
        return (user?.proxies ?? []).map((one) => ({
          CLIENT: one.client,
          AUTHENTICATION: one.authentication,
          AUTHORIZATION_CONSTRAINT: one.constraint,
          ROLE: one.role,
        }));
      case questions.synonyms:
        return (user?.synonyms ?? []).map((one) => ({
          SYNONYM_NAME: one.name,
          TABLE_OWNER: one.owner ?? null,
          TABLE_NAME: one.object,
          DB_LINK: one.link ?? null,
        }));
      case questions.owned:
        return (user?.owned ?? []).map((type) => ({ OBJECT_TYPE: type }));
    }
    return undefined;
  }

  #change(text: string, parameters: Readonly<Record<string, string>>): void {
    if (text.startsWith("BEGIN rdsadmin.rdsadmin_util.")) {
      this.#changeOfSys(text, parameters);
      return;
    }
    const read = new Reader(text);
    if (read.skip("CREATE", "USER")) this.#createUser(read);
    else if (read.skip("ALTER", "USER")) this.#alterUser(read);
    else if (read.skip("CREATE", "OR", "REPLACE", "SYNONYM")) this.#createSynonym(read);
    else if (read.skip("GRANT")) this.#grant(read);
    else {
      read.expect("REVOKE");
      this.#revoke(read);
    }
    read.end();
  }

  #createUser(read: Reader): void {
    const name = read.name();
    if (this.users.has(name)) throw oracleError("ORA-01920");
    read.expect("IDENTIFIED", "BY");
    const password = read.name();
    read.expect("DEFAULT", "TABLESPACE");
    const defaultTablespace = read.name();
    read.expect("TEMPORARY", "TABLESPACE");
    const temporaryTablespace = read.name();
    read.expect("PROFILE");
    const profile = read.name();
    read.expect("ACCOUNT", "LOCK");
    const user = this.addUser(name, { defaultTablespace, temporaryTablespace, profile, status: "LOCKED" });
    this.#setPassword(user, password);
  }

  #alterUser(read: Reader): void {
    const name = read.name();
    const user = this.user(name);
    if (read.skip("IDENTIFIED", "BY")) this.#setPassword(user, read.name());
    else if (read.skip("ACCOUNT", "UNLOCK")) user.status = "OPEN";
    else if (read.skip("DEFAULT", "TABLESPACE")) user.defaultTablespace = read.name();
    else if (read.skip("TEMPORARY", "TABLESPACE")) user.temporaryTablespace = read.name();
    else if (read.skip("PROFILE")) user.profile = read.name();
    else if (read.skip("DEFAULT", "ROLE")) setDefaultRoles(user, read);
    else if (read.skip("QUOTA")) {
      const size = read.next("word");
      read.expect("ON");
      const tablespace = read.name();
      user.quotas = user.quotas.filter((one) => one.tablespace !== tablespace);
      const bytes = size === "UNLIMITED" ? "-1" : size;
      if (bytes !== "0") user.quotas.push({ tablespace, bytes });
    } else this.#changeProxy(name, read);
  }

  #changeProxy(client: string, read: Reader): void {
    const revoke = read.skip("REVOKE");
    if (!revoke) read.expect("GRANT");
    read.expect("CONNECT", "THROUGH");
    const proxy = this.user(read.name());
    const had = proxy.proxies.some((one) => one.client === client);
    proxy.proxies = proxy.proxies.filter((one) => one.client !== client);
    if (revoke) {
      if (!had) throw oracleError("ORA-28154");
      return;
    }
    let constraint = "PROXY MAY ACTIVATE ALL CLIENT ROLES";
    let roles: (string | null)[] = [null];
    if (read.skip("WITH", "NO", "ROLES")) constraint = "NO CLIENT ROLES MAY BE ACTIVATED";
    else if (read.skip("WITH", "ROLE", "ALL", "EXCEPT")) {
      constraint = "PROXY MAY NOT ACTIVATE ROLE";
      roles = read.names();
    } else if (read.skip("WITH", "ROLE")) {
      constraint = "PROXY MAY ACTIVATE ROLE";
      roles = read.names();
    }
    const authentication = yesNo(read.skip("AUTHENTICATION", "REQUIRED"));
    proxy.proxies.push(...roles.map((role) => ({ client, authentication, constraint, role })));
  }

  #createSynonym(read: Reader): void {
    const user = this.user(read.name());
    read.expect(".");
    const name = read.name();
    read.expect("FOR");
    const first = read.name();
    const second = read.skip(".") ? read.name() : undefined;
    const link = read.skip("@") ? read.name() : undefined;
    user.synonyms = user.synonyms.filter((one) => one.name !== name);
    user.synonyms.push({
      name,
      owner: second === undefined ? undefined : first,
      object: second ?? first,
      link,
    });
  }

  #grant(read: Reader): void {
    const what = readGranted(read);
    const user = this.user(read.name());
    const options = new Set<string>();
    while (read.skip("WITH")) {
      options.add(read.next("word"));
      read.expect("OPTION");
    }
    give(user, { ...what, ...this.#typed(what) }, options);
  }

  /** A statement does not say whether a thing is a table or a view; the database knows. */
  #typed({ on }: Granted): Pick<Granted, "on"> {
    if (!on) return {};
    const known = [...this.users.values()]
      .flatMap(({ objectPrivileges }) => objectPrivileges)
      .find(({ owner, object }) => owner === on.owner && object === on.object);
    return { on: { ...on, type: known?.type ?? on.type } };
  }

  #revoke(read: Reader): void {
    const what = readGranted(read);
    take(this.user(read.name()), what);
  }

  #changeOfSys(
    text: string,
    { object = "", grantee = "", privilege = "" }: Readonly<Record<string, string>>,
  ) {
    const what: Granted = { on: { owner: "SYS", object, type: "VIEW" }, privilege };
    if (text.includes("revoke_sys_object")) take(this.user(grantee), what);
    else give(this.user(grantee), what, new Set(text.includes("=> TRUE)") ? ["GRANT"] : []));
  }

  /** The profile's function, and its memory of passwords. */
  #setPassword(user: User, password: string): void {
    if (password.length < 8) throw oracleError("ORA-28003");
    if (password.includes("used-before")) throw oracleError("ORA-28007");
    user.password = password;
  }
}

interface Granted {
  privilege: string;
  role?: string;
  schema?: string;
  columns?: string[];
  on?: { owner: string; object: string; type: string };
}

/** What stands between GRANT and the name it is granted to, TO or FROM included. */
function readGranted(read: Reader): Granted {
  if (read.atName) {
    const role = read.name();
    if (!read.skip("TO")) read.expect("FROM");
    return { privilege: "", role };
  }
  const { words, end } = read.wordsUpTo("(", "ON", "TO", "FROM");
  if (end === "TO" || end === "FROM") return { privilege: words };
  const columns = end === "(" ? read.names() : undefined;
  if (columns) read.expect(")", "ON");
  if (read.skip("SCHEMA")) {
    const schema = read.name();
    if (!read.skip("TO")) read.expect("FROM");
    return { privilege: words, schema };
  }
  const type = ["DIRECTORY", "EDITION", "USER"].find((one) => read.skip(one));
  const keyword = [
    ["JAVA", "SOURCE"],
    ["JAVA", "RESOURCE"],
    ["MINING", "MODEL"],
  ].find((one) => read.skip(...one));
  const first = read.name();
  const object = read.skip(".") ? read.name() : first;
  if (!read.skip("TO")) read.expect("FROM");
  const owner = type ? "SYS" : first;
  return {
    privilege: words,
    ...(columns ? { columns } : {}),
    on: { owner, object, type: type ?? keyword?.join(" ") ?? "TABLE" },
  };
}

function give(user: User, what: Granted, options: ReadonlySet<string>): void {
  const { privilege, role, schema, columns, on } = what;
  if (role !== undefined) {
    const had = user.roles.find((one) => one.role === role);
    user.roles = [
      ...user.roles.filter((one) => one !== had),
      {
        role,
        adminOption: options.has("ADMIN") || (had?.adminOption ?? false),
        delegateOption: options.has("DELEGATE") || (had?.delegateOption ?? false),
        default: had?.default ?? user.newRolesAreDefault,
      },
    ];
  } else if (!on) {
    const had = user.systemPrivileges.find((one) => one.privilege === privilege && one.schema === schema);
    const adminOption = options.has("ADMIN") || (had?.adminOption ?? false);
    user.systemPrivileges = [
      ...user.systemPrivileges.filter((one) => one !== had),
      { privilege, schema, adminOption },
    ];
  } else if (columns) {
    for (const column of columns) {
      const had = user.columnPrivileges.find((one) => isOn(one, what) && one.column === column);
      const grantOption = options.has("GRANT") || (had?.grantOption ?? false);
      user.columnPrivileges = [
        ...user.columnPrivileges.filter((one) => one !== had),
        { owner: on.owner, object: on.object, column, privilege, grantOption },
      ];
    }
  } else {
    const had = user.objectPrivileges.find((one) => isOn(one, what));
    user.objectPrivileges = [
      ...user.objectPrivileges.filter((one) => one !== had),
      {
        ...on,
        type: had?.type ?? on.type,
        privilege,
        grantOption: options.has("GRANT") || (had?.grantOption ?? false),
        hierarchyOption: options.has("HIERARCHY") || (had?.hierarchyOption ?? false),
      },
    ];
  }
}

/** What is not there cannot be taken; of a table, a privilege goes with that on all of its columns. */
function take(user: User, what: Granted): void {
  const before = count(user);
  const { privilege, role, schema, on } = what;
  if (role !== undefined) user.roles = user.roles.filter((one) => one.role !== role);
  else if (!on) {
    user.systemPrivileges = user.systemPrivileges.filter(
      (one) => one.privilege !== privilege || one.schema !== schema,
    );
  } else {
    user.objectPrivileges = user.objectPrivileges.filter((one) => !isOn(one, what));
    user.columnPrivileges = user.columnPrivileges.filter((one) => !isOn(one, what));
  }
  if (count(user) === before) throw oracleError(on ? "ORA-01927" : "ORA-01952");
}

function count({ roles, systemPrivileges, objectPrivileges, columnPrivileges }: User): number {
  return roles.length + systemPrivileges.length + objectPrivileges.length + columnPrivileges.length;
}

function isOn(
  one: { owner: string; object: string; privilege: string },
  { privilege, on }: Granted,
): boolean {
  return one.privilege === privilege && one.object === on?.object && one.owner === on.owner;
}

function setDefaultRoles(user: User, read: Reader): void {
  const all = read.skip("ALL");
  const none = !all && read.skip("NONE");
  const names = all || none ? [] : read.names();
  user.newRolesAreDefault = all;
  user.roles = user.roles.map((one) => ({ ...one, default: all || names.includes(one.role) }));
}

function userRow(user: User): Row {
  return {
    ACCOUNT_STATUS: user.status,
    DEFAULT_TABLESPACE: user.defaultTablespace,
    TEMPORARY_TABLESPACE: user.temporaryTablespace,
    PROFILE: user.profile,
  };
}

function yesNo(value: boolean): string {
  return value ? "YES" : "NO";
}

/** As the driver throws it, with what a server may quote. */
function oracleError(code: string): Error {
  return Object.assign(new Error(`${code}: near ALTER USER "ORDERS" IDENTIFIED BY "next-canary-R5t9"`), {
    code,
  });
}
