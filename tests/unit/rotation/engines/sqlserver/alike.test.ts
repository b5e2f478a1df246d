import fc from "fast-check";
import { expect, test } from "vitest";
import { changesBetween } from "../../../../../shared/rotation/engines/sqlserver/alike.ts";
import { loginAccount } from "../../../../../shared/rotation/engines/sqlserver/catalog.ts";
import {
  Catalog,
  type CatalogDatabase,
  type CatalogLogin,
  type CatalogUser,
  connect,
  connectSql,
  type GrantRow,
} from "../../../../engines/sqlserver/server/catalog.ts";
import { runOn } from "../../../../engines/sqlserver/server/start.ts";

const names = fc.constantFrom("a", "B c", "d]e", "f'g");
const grantors = fc.constantFrom(null, "keeper");
const states = fc.constantFrom("D" as const, "G" as const, "W" as const);

function unique<T>(of: fc.Arbitrary<T>, key: (one: T) => string, maxLength = 5): fc.Arbitrary<T[]> {
  return fc.uniqueArray(of, { selector: key, maxLength });
}

const keyOf = ({ keyword, schema, name, column, permission }: GrantRow) =>
  JSON.stringify([keyword, schema, name, column, permission]);

const onObject: fc.Arbitrary<GrantRow> = fc.record({
  keyword: fc.constant("OBJECT"),
  schema: names,
  name: names,
  column: fc.option(names),
  permission: fc.constantFrom("SELECT", "REFERENCES"),
  state: states,
  grantor: grantors,
});

const onOther: fc.Arbitrary<GrantRow> = fc.record({
  keyword: fc.constantFrom("SCHEMA", "ROLE", "XML SCHEMA COLLECTION", ""),
  schema: fc.constant(null),
  name: names,
  column: fc.constant(null),
  permission: fc.constantFrom("CONTROL", "VIEW DEFINITION"),
  state: states,
  grantor: grantors,
});

/** The database itself has no name. */
const grants = fc.oneof(onObject, onOther).map((row) => (row.keyword === "" ? { ...row, name: null } : row));

const onServer: fc.Arbitrary<GrantRow> = fc.record({
  keyword: fc.constantFrom("LOGIN", "ENDPOINT"),
  schema: fc.constant(null),
  name: names,
  column: fc.constant(null),
  permission: fc.constantFrom("ALTER", "CONNECT"),
  state: states,
  grantor: grantors,
});

const login: fc.Arbitrary<Partial<CatalogLogin>> = fc.record({
  defaultDatabase: names,
  defaultLanguage: fc.constantFrom("us_english", "Deutsch"),
  checkPolicy: fc.constant(true),
  checkExpiration: fc.boolean(),
  roles: fc.uniqueArray(names),
  permissions: unique(onServer, keyOf).map((rows) => [{ ...connectSql }, ...rows]),
});

const user: fc.Arbitrary<Partial<CatalogUser>> = fc.record({
  defaultSchema: names,
  roles: fc.uniqueArray(names),
  permissions: unique(grants, keyOf).map((rows) => [{ ...connect }, ...rows]),
  owned: unique(
    fc.record({ keyword: fc.constant("SCHEMA"), schema: fc.constant(null), name: names }),
    ({ name }) => String(name),
    1,
  ),
});

function newCatalog(): Catalog {
  const catalog = new Catalog();
  catalog.addLogin("sa", "superuser-kP7w2Xq", { roles: ["sysadmin"] });
  return catalog;
}

interface Account {
  login: Partial<CatalogLogin>;
  user: Partial<CatalogUser> | undefined;
  owner: boolean;
}

const account: fc.Arbitrary<Account> = fc.record({
  login,
  user: fc.option(user, { nil: undefined }),
  owner: fc.boolean(),
});

function add(catalog: Catalog, name: string, { login, user, owner }: Account): void {
  catalog.addLogin(name, "kP7w2Xq-R5t9", structuredClone(login));
  const shop: CatalogDatabase = catalog.database("shop");
  if (owner && shop.owner === undefined) shop.owner = name;
  else if (user) catalog.addUser("shop", name, { login: name, ...structuredClone(user) });
}

test("whatever two logins may, a few rounds make them alike, but for what only one can own", async () => {
  await fc.assert(
    fc.asyncProperty(account, account, async (original, present) => {
      const catalog = newCatalog();
      add(catalog, "orders", original);
      add(catalog, "orders_clone", present);
      const run = runOn(catalog);
      const find = (name: string) => loginAccount(run, name, ["shop"]);
      const wanted = await find("orders");
      for (let round = 0; round < 3; round++) {
        for (const { statement } of changesBetween(wanted, await find("orders_clone"))) {
          if (statement) await run(statement);
        }
      }
      const left = changesBetween(wanted, await find("orders_clone"));
      expect(left.filter(({ statement }) => statement)).toEqual([]);
      for (const { words } of left) expect(words).toMatch(/owns|owner|user too much/);
      expect(await find("orders")).toEqual(wanted);
    }),
    { numRuns: 400 },
  );
});

test("the exception of a column from what its table is granted for is copied, and ended", async () => {
  const whole: GrantRow = {
    keyword: "OBJECT",
    schema: "dbo",
    name: "orders",
    column: null,
    permission: "SELECT",
    state: "G",
    grantor: null,
  };
  const exception: GrantRow = { ...whole, column: "price", state: "R" };
  const catalog = newCatalog();
  catalog.addLogin("orders", "kP7w2Xq-R5t9");
  catalog.addLogin("orders_clone", "kP7w2Xq-R5t9");
  const one = catalog.addUser("shop", "orders", {
    login: "orders",
    permissions: [{ ...connect }, whole, exception],
  });
  const other = catalog.addUser("shop", "orders_clone", { login: "orders_clone" });
  const run = runOn(catalog);
  const makeAlike = async () => {
    const [original, present] = [
      await loginAccount(run, "orders", ["shop"]),
      await loginAccount(run, "orders_clone", ["shop"]),
    ];
    for (const { statement } of changesBetween(original, present)) if (statement) await run(statement);
  };
  await makeAlike();
  expect(other.permissions).toEqual([connect, whole, exception]);
  one.permissions = [{ ...connect }, whole];
  await makeAlike();
  expect(other.permissions).toEqual([connect, whole]);
});

test("a permission on a kind of thing that Rekey does not know is a difference that no statement ends", () => {
  const unknown = {
    on: undefined,
    column: undefined,
    name: "EXECUTE",
    state: "G",
    grantor: undefined,
  } as const;
  const account = (permissions: (typeof unknown)[]) => ({
    name: "orders",
    login: undefined,
    users: new Map([
      ["shop", { name: "orders", owner: false, defaultSchema: "dbo", roles: [], permissions, owned: [] }],
    ]),
    orphaned: new Set<string>(),
  });
  expect(changesBetween(account([unknown]), account([]))).toEqual([
    { words: "in the database shop, it lacks EXECUTE on something that Rekey cannot give permissions on" },
  ]);
  expect(changesBetween(account([]), account([unknown]))).toEqual([
    { words: "in the database shop, it has EXECUTE too much" },
  ]);
});

test("a column that was granted before its table, and adds nothing to it, is neither copied nor missed", async () => {
  const whole: GrantRow = {
    keyword: "OBJECT",
    schema: "dbo",
    name: "orders",
    column: null,
    permission: "SELECT",
    state: "W",
    grantor: null,
  };
  const run = runOn(catalogWith([whole, { ...whole, column: "price" }], []));
  const original = await loginAccount(run, "orders", ["shop"]);
  const changes = changesBetween(original, await loginAccount(run, "orders_clone", ["shop"]));
  expect(changes.map(({ statement }) => statement?.text)).toEqual([
    "GRANT SELECT ON OBJECT::[dbo].[orders] TO [orders_clone] WITH GRANT OPTION",
  ]);
  for (const { statement } of changes) if (statement) await run(statement);
  expect(changesBetween(original, await loginAccount(run, "orders_clone", ["shop"]))).toEqual([]);
  expect(changesBetween(await loginAccount(run, "orders_clone", ["shop"]), original)).toEqual([]);
});

/** Two logins with the user `orders` and `orders_clone` of the database `shop`, and what each may. */
function catalogWith(one: GrantRow[], other: GrantRow[]): Catalog {
  const catalog = newCatalog();
  for (const [login, permissions] of [
    ["orders", one],
    ["orders_clone", other],
  ] as const) {
    catalog.addLogin(login, "kP7w2Xq-R5t9");
    catalog.addUser("shop", login, { login, permissions: [{ ...connect }, ...permissions] });
  }
  return catalog;
}
