import { type Catalog, type CatalogLogin, type CatalogUser, type GrantRow, SqlError } from "./catalog.ts";
import { type Lexeme, lexemesOf } from "./lexer.ts";

/** Does what a statement of data definition says, as the server would. */
export function define(catalog: Catalog, statement: string, database: string, as: string): void {
  const read = new Reader(lexemesOf(statement));
  const [first, second] = [read.word(), read.word()];
  const what = `${first} ${second}`;
  const own = what === "ALTER LOGIN" || what === "ALTER USER";
  if (!own && !catalog.manages(as)) throw new SqlError(15_247);
  if (what === "ALTER LOGIN") alterLogin(catalog, read, as);
  else if (what === "ALTER USER") alterUser(catalog, read, database, as);
  else if (what === "CREATE LOGIN") createLogin(catalog, read);
  else if (what === "CREATE USER") createUser(catalog, read, database);
  else if (what === "DROP USER") dropUser(catalog, read, database);
  else if (what === "ALTER ROLE") changeRole(read, (name) => userNamed(catalog, database, name));
  else if (what === "ALTER SERVER") {
    read.expect("ROLE");
    changeRole(read, (name) => loginNamed(catalog, name));
  } else changePermission(catalog, new Reader(lexemesOf(statement)), database);
}

/** Reads a statement's parts one after the other; whatever is not as expected is a syntax error. */
class Reader {
  readonly #lexemes: readonly Lexeme[];
  #at = 0;

  constructor(lexemes: readonly Lexeme[]) {
    this.#lexemes = lexemes;
  }

  get ended(): boolean {
    return this.#at === this.#lexemes.length;
  }

  next(kind: Lexeme["kind"]): string {
    const lexeme = this.#lexemes[this.#at++];
    if (lexeme?.kind !== kind) throw new SqlError(102);
    return lexeme.value;
  }

  word(): string {
    return this.next("word");
  }

  expect(value: string): void {
    const lexeme = this.#lexemes[this.#at++];
    if (lexeme?.kind === "identifier" || lexeme?.value !== value) throw new SqlError(102);
  }

  /** Whether the next part is this one, which is then read. */
  skip(value: string): boolean {
    const lexeme = this.#lexemes[this.#at];
    if (lexeme?.value !== value || lexeme.kind === "identifier" || lexeme.kind === "text") return false;
    this.#at += 1;
    return true;
  }

  end(): void {
    if (!this.ended) throw new SqlError(102);
  }
}

function alterLogin(catalog: Catalog, read: Reader, as: string): void {
  const name = read.next("identifier");
  const login = catalog.logins.get(name);
  const changesItself = as === name;
  if (!login || !(catalog.manages(as) || changesItself)) throw new SqlError(15_151);
  if (read.skip("DISABLE")) login.disabled = true;
  else if (read.skip("ENABLE")) login.disabled = false;
  else {
    read.expect("WITH");
    readOptions(read, login, !catalog.manages(as));
  }
  read.end();
}

function readOptions(read: Reader, login: CatalogLogin, itself: boolean): void {
  do {
    const option = read.word();
    read.expect("=");
    if (option === "PASSWORD") setPassword(read, login, itself);
    else if (itself) throw new SqlError(15_151);
    else if (option === "DEFAULT_DATABASE") login.defaultDatabase = read.next("identifier");
    else if (option === "DEFAULT_LANGUAGE") login.defaultLanguage = read.next("identifier");
    else if (option === "CHECK_POLICY") login.checkPolicy = read.word() === "ON";
    else if (option === "CHECK_EXPIRATION") login.checkExpiration = read.word() === "ON";
    else throw new SqlError(102);
  } while (read.skip(","));
  if (login.checkExpiration && !login.checkPolicy) throw new SqlError(15_122);
}

function setPassword(read: Reader, login: CatalogLogin, itself: boolean): void {
  const password = read.next("text");
  let proven = false;
  if (read.skip("OLD_PASSWORD")) {
    read.expect("=");
    proven = read.next("text") === login.password;
    if (!proven) throw new SqlError(15_151);
  }
  if (itself && !proven) throw new SqlError(15_151);
  if (login.checkPolicy && password.length < 8) throw new SqlError(15_116);
  if (login.checkPolicy && password.includes("used-before")) throw new SqlError(15_115);
  if (read.skip("UNLOCK")) login.locked = false;
  login.password = password;
}

function createLogin(catalog: Catalog, read: Reader): void {
  const name = read.next("identifier");
  if (catalog.logins.has(name)) throw new SqlError(15_025);
  read.expect("WITH");
  const login = catalog.addLogin(name, "");
  catalog.logins.delete(name);
  readOptions(read, login, false);
  read.end();
  catalog.logins.set(name, login);
}

function createUser(catalog: Catalog, read: Reader, database: string): void {
  const name = read.next("identifier");
  if (catalog.database(database).users.has(name)) throw new SqlError(15_023);
  if (read.skip("FOR")) {
    read.expect("LOGIN");
    const login = read.next("identifier");
    loginNamed(catalog, login);
    read.end();
    catalog.addUser(database, name, { login });
    return;
  }
  read.expect("WITH");
  read.expect("PASSWORD");
  read.expect("=");
  const password = read.next("text");
  read.end();
  catalog.addUser(database, name, { password });
}

function alterUser(catalog: Catalog, read: Reader, database: string, as: string): void {
  const name = read.next("identifier");
  const user = catalog.database(database).users.get(name);
  if (!user || !(catalog.manages(as) || as === name)) throw new SqlError(15_151);
  read.expect("WITH");
  const option = read.word();
  read.expect("=");
  if (option === "PASSWORD") {
    const password = read.next("text");
    if (read.skip("OLD_PASSWORD")) {
      read.expect("=");
      if (read.next("text") !== user.password) throw new SqlError(15_151);
    } else if (!catalog.manages(as)) throw new SqlError(15_151);
    user.password = password;
  } else if (!catalog.manages(as)) throw new SqlError(15_151);
  else if (option === "DEFAULT_SCHEMA") user.defaultSchema = read.next("identifier");
  else if (option === "LOGIN") user.login = read.next("identifier");
  read.end();
}

function dropUser(catalog: Catalog, read: Reader, database: string): void {
  const name = read.next("identifier");
  read.end();
  if (userNamed(catalog, database, name).owned.length > 0) throw new SqlError(15_138);
  catalog.database(database).users.delete(name);
}

function changeRole(read: Reader, find: (name: string) => { roles: string[] }): void {
  const role = read.next("identifier");
  const add = read.word() === "ADD";
  read.expect("MEMBER");
  const member = find(read.next("identifier"));
  read.end();
  const others = member.roles.filter((one) => one !== role);
  member.roles = add ? [...others, role] : others;
}

function changePermission(catalog: Catalog, read: Reader, database: string): void {
  const verb = read.word();
  const words = [read.word()];
  let ending: string | undefined;
  while (!ending) {
    ending = ["ON", "TO", "FROM"].find((one) => read.skip(one));
    if (!ending) words.push(read.word());
  }
  const on = ending === "ON" ? securable(read) : nothing;
  const name = read.next("identifier");
  const grantOption = read.skip("WITH");
  if (grantOption) {
    read.expect("GRANT");
    read.expect("OPTION");
  }
  read.skip("CASCADE");
  const grantor = read.skip("AS") ? read.next("identifier") : null;
  read.end();
  // Permissions on the server can be given only in master, to logins; on other things, a name tells which it is.
  const server =
    database === "master" && catalog.logins.has(name) && !/^(OBJECT|SCHEMA)$/.test(on.keyword ?? "");
  const holder = server ? loginNamed(catalog, name) : userNamed(catalog, database, name);
  const row: GrantRow = { ...on, permission: words.join(" "), state: grantOption ? "W" : "G", grantor };
  if (verb === "GRANT") grant(holder, row);
  else if (verb === "DENY") put(holder, { ...row, state: "D" });
  else revoke(holder, row);
}

type Holder = { permissions: GrantRow[] };

const nothing = { keyword: "", schema: null, name: null, column: null };

/** What stands between ON and TO, and TO or FROM itself. */
function securable(read: Reader): Pick<GrantRow, "keyword" | "schema" | "name" | "column"> {
  const keywords: string[] = [];
  while (!read.skip("::")) keywords.push(read.word());
  const first = read.next("identifier");
  const second = read.skip(".") ? read.next("identifier") : undefined;
  let column: string | null = null;
  if (read.skip("(")) {
    column = read.next("identifier");
    read.expect(")");
  }
  if (!read.skip("TO")) read.expect("FROM");
  const schema = second === undefined ? null : first;
  return { keyword: keywords.join(" "), schema, name: second ?? first, column };
}

/** A column that is granted what its table is loses its exception, and needs no row. */
function grant(holder: Holder, row: GrantRow): void {
  const whole = holder.permissions.find((one) => same(one, { ...row, column: null }));
  if (row.column !== null && whole?.state === row.state) {
    holder.permissions = holder.permissions.filter((one) => !same(one, row));
  } else put(holder, row);
}

function put(holder: Holder, row: GrantRow): void {
  holder.permissions = [...holder.permissions.filter((one) => !sameBy(one, row)), row];
}

/** What is revoked of a table as a whole is so of its columns; of one column alone, it becomes an exception. */
function revoke(holder: Holder, row: GrantRow): void {
  const had = holder.permissions.some((one) => sameBy(one, row) && one.state !== "R");
  holder.permissions = holder.permissions.filter((one) => !sameBy(one, row) || one.state === "R");
  if (row.column === null) {
    const whole = holder.permissions.some((one) => same(one, row));
    holder.permissions = holder.permissions.filter(
      (one) => whole || one.state !== "R" || !same({ ...one, column: null }, row),
    );
    return;
  }
  const whole = holder.permissions.some(
    (one) => same(one, { ...row, column: null }) && /[GW]/.test(one.state),
  );
  if (whole && !had && !holder.permissions.some((one) => same(one, row))) {
    holder.permissions = [...holder.permissions, { ...row, state: "R" }];
  }
}

function same(one: GrantRow, other: GrantRow): boolean {
  return (
    one.permission === other.permission &&
    one.keyword === other.keyword &&
    one.schema === other.schema &&
    one.name === other.name &&
    one.column === other.column
  );
}

function sameBy(one: GrantRow, other: GrantRow): boolean {
  return same(one, other) && one.grantor === other.grantor;
}

function loginNamed(catalog: Catalog, name: string): CatalogLogin {
  const login = catalog.logins.get(name);
  if (!login) throw new SqlError(15_151);
  return login;
}

function userNamed(catalog: Catalog, database: string, name: string): CatalogUser {
  const user = catalog.database(database).users.get(name);
  if (!user) throw new SqlError(15_151);
  return user;
}
