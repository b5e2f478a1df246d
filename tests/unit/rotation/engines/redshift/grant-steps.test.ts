import { describe, expect, test } from "vitest";
import type {
  DefaultRow,
  OwnedRow,
  UserCatalog,
} from "../../../../../shared/rotation/engines/redshift/catalog.ts";
import { grantSteps } from "../../../../../shared/rotation/engines/redshift/grant-steps.ts";
import { known } from "./a-catalog.ts";

function toCome(
  owner: string,
  grantee: string,
  object_type: string,
  privilege_type: string,
  more: Partial<DefaultRow> = {},
): DefaultRow {
  return {
    schema_name: null,
    object_type,
    owner_name: owner,
    privilege_type,
    grantee_name: grantee,
    grantee_type: "user",
    admin_option: "t",
    ...more,
  };
}

/** What the two users share already of all that they will make. */
const shared = [
  ["app", "app_clone"],
  ["app_clone", "app"],
].flatMap(([owner = "", grantee = ""]) => [
  ...["SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES"].map((privilege) =>
    toCome(owner, grantee, "RELATION", privilege),
  ),
  toCome(owner, grantee, "FUNCTION", "EXECUTE"),
  toCome(owner, grantee, "PROCEDURE", "EXECUTE"),
]);

/** The statements for two users that share already what they will make. */
function statements(current: Partial<UserCatalog>, next: Partial<UserCatalog>): string[] {
  const both = (catalog: Partial<UserCatalog>) => ({
    ...catalog,
    defaults: [...shared, ...(catalog.defaults ?? [])],
  });
  return grantSteps(known("app", both(current)), known("app_clone", both(next))).map(({ sql }) => sql);
}

test("two users that have the same need nothing", () => {
  const catalog: Partial<UserCatalog> = {
    relations: [
      {
        namespace_name: "s",
        relation_name: "t",
        column_name: null,
        privilege_type: "SELECT",
        admin_option: "f",
      },
    ],
  };
  expect(statements(catalog, catalog)).toEqual([]);
});

test("a new user shares what the two will make, in both directions", () => {
  expect(grantSteps(known("app"), known("app_clone")).map(({ sql }) => sql)).toEqual(
    [
      ["app", "app_clone"],
      ["app_clone", "app"],
    ].flatMap(([owner, other]) =>
      ["TABLES", "FUNCTIONS", "PROCEDURES"].map(
        (kind) =>
          `ALTER DEFAULT PRIVILEGES FOR USER "${owner}" GRANT ALL ON ${kind} TO "${other}" WITH GRANT OPTION`,
      ),
    ),
  );
});

describe("a privilege of the current user is granted to the next one, and taken from one that alone has it:", () => {
  const privileges: { catalog: Partial<UserCatalog>; says: string; option?: boolean }[] = [
    {
      catalog: {
        relations: [
          {
            namespace_name: "S x",
            relation_name: `t"q`,
            column_name: null,
            privilege_type: "TRUNCATE",
            admin_option: "f",
          },
        ],
      },
      says: `TRUNCATE ON TABLE "S x"."t""q"`,
    },
    {
      catalog: {
        relations: [
          {
            namespace_name: "s",
            relation_name: "t",
            column_name: null,
            privilege_type: "SELECT",
            admin_option: "True",
          },
        ],
      },
      says: `SELECT ON TABLE "s"."t"`,
      option: true,
    },
    {
      catalog: {
        relations: [
          {
            namespace_name: "s",
            relation_name: "t",
            column_name: "c",
            privilege_type: "UPDATE",
            admin_option: null,
          },
        ],
      },
      says: `UPDATE ("c") ON TABLE "s"."t"`,
    },
    {
      catalog: {
        schemas: [{ name: "s", privilege_type: "USAGE", privilege_scope: "SCHEMA", admin_option: "f" }],
      },
      says: `USAGE ON SCHEMA "s"`,
    },
    {
      catalog: {
        schemas: [{ name: "s", privilege_type: "SELECT", privilege_scope: "TABLES", admin_option: "f" }],
      },
      says: `SELECT FOR TABLES IN SCHEMA "s"`,
    },
    {
      catalog: {
        databases: [
          { name: "dev", privilege_type: "TEMPORARY", privilege_scope: "DATABASE", admin_option: "f" },
        ],
      },
      says: `TEMP ON DATABASE "dev"`,
    },
    {
      catalog: {
        databases: [
          { name: "dev", privilege_type: "EXECUTE", privilege_scope: "FUNCTIONS", admin_option: "f" },
        ],
      },
      says: `EXECUTE FOR FUNCTIONS IN DATABASE "dev"`,
    },
    {
      catalog: {
        functions: [
          {
            namespace_name: "s",
            function_name: "f",
            argument_types: "integer, character varying",
            privilege_type: "EXECUTE",
            admin_option: "f",
            is_procedure: "f",
          },
        ],
      },
      says: `EXECUTE ON FUNCTION "s"."f"(integer, character varying)`,
    },
    {
      catalog: {
        functions: [
          {
            namespace_name: "s",
            function_name: "p",
            argument_types: "",
            privilege_type: "EXECUTE",
            admin_option: "f",
            is_procedure: "t",
          },
        ],
      },
      says: `EXECUTE ON PROCEDURE "s"."p"()`,
    },
    {
      catalog: { languages: [{ language_name: "plpythonu", privilege_type: "USAGE", admin_option: "f" }] },
      says: `USAGE ON LANGUAGE "plpythonu"`,
    },
  ];

  test.each(privileges)("$says", ({ catalog, says, option }) => {
    expect(statements(catalog, {})).toEqual([
      `GRANT ${says} TO "app_clone"${option ? " WITH GRANT OPTION" : ""}`,
    ]);
    expect(statements({}, catalog)).toEqual([`REVOKE ${says} FROM "app_clone"`]);
  });
});

test("a privilege that only one may pass on is granted to pass on, or only that is taken", () => {
  const of = (admin_option: string): Partial<UserCatalog> => ({
    relations: [
      { namespace_name: "s", relation_name: "t", column_name: null, privilege_type: "SELECT", admin_option },
    ],
  });
  expect(statements(of("t"), of("f"))).toEqual([
    `GRANT SELECT ON TABLE "s"."t" TO "app_clone" WITH GRANT OPTION`,
  ]);
  expect(statements(of("f"), of("t"))).toEqual([
    `REVOKE GRANT OPTION FOR SELECT ON TABLE "s"."t" FROM "app_clone"`,
  ]);
});

test("a privilege that Redshift has no statement for is left alone", () => {
  const catalog: Partial<UserCatalog> = {
    relations: ["RULE", "TRIGGER", "UNKNOWN"].map((privilege_type) => ({
      namespace_name: "s",
      relation_name: "t",
      column_name: null,
      privilege_type,
      admin_option: "f",
    })),
  };
  expect(statements(catalog, {})).toEqual([]);
  expect(statements({}, catalog)).toEqual([]);
});

describe("what one of the two owns", () => {
  const owned: { row: OwnedRow; on: string }[] = [
    { row: { kind: "relation", namespace_name: "s", name: "t", argument_types: "" }, on: `TABLE "s"."t"` },
    { row: { kind: "schema", namespace_name: "", name: "s", argument_types: "" }, on: `SCHEMA "s"` },
    { row: { kind: "database", namespace_name: "", name: "dev", argument_types: "" }, on: `DATABASE "dev"` },
    {
      row: { kind: "function", namespace_name: "s", name: "f", argument_types: "integer" },
      on: `FUNCTION "s"."f"(integer)`,
    },
    {
      row: { kind: "procedure", namespace_name: "s", name: "p", argument_types: "" },
      on: `PROCEDURE "s"."p"()`,
    },
  ];

  test.each(owned)("the other may do everything with: $on", ({ row, on }) => {
    expect(statements({ owned: [row] }, {})).toEqual([`GRANT ALL ON ${on} TO "app_clone" WITH GRANT OPTION`]);
    expect(statements({}, { owned: [row] })).toEqual([`GRANT ALL ON ${on} TO "app" WITH GRANT OPTION`]);
  });

  test("needs nothing once the other has all, and nothing of that is taken", () => {
    const relations = ["SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES", "DROP"].map(
      (privilege_type) => ({
        namespace_name: "s",
        relation_name: "t",
        column_name: null,
        privilege_type,
        admin_option: "t",
      }),
    );
    const owner = {
      owned: [{ kind: "relation", namespace_name: "s", name: "t", argument_types: "" } as const],
    };
    expect(statements(owner, { relations })).toEqual([]);
    expect(statements({ relations }, owner)).toEqual([]);
  });
});

describe("default privileges", () => {
  test("that others give the current user are given to the next one, and its own taken", () => {
    const forUser = (grantee: string) => ({
      defaults: [toCome("dba", grantee, "RELATION", "SELECT", { schema_name: "s", admin_option: "f" })],
    });
    const prefix = `ALTER DEFAULT PRIVILEGES FOR USER "dba" IN SCHEMA "s"`;
    expect(statements(forUser("app"), {})).toEqual([`${prefix} GRANT SELECT ON TABLES TO "app_clone"`]);
    expect(statements({}, forUser("app_clone"))).toEqual([
      `${prefix} REVOKE SELECT ON TABLES FROM "app_clone"`,
    ]);
  });

  test("on what the current user makes are the same on what the next one makes, for whomever they are", () => {
    const by = (owner: string) => ({
      defaults: [
        toCome(owner, "reader", "RELATION", "SELECT", { admin_option: "f" }),
        toCome(owner, "bi", "RELATION", "SELECT", { grantee_type: "group", admin_option: "f" }),
        toCome(owner, "etl", "FUNCTION", "EXECUTE", { grantee_type: "role", admin_option: "f" }),
        toCome(owner, "", "PROCEDURE", "EXECUTE", {
          grantee_type: "public",
          grantee_name: null,
          admin_option: "f",
        }),
      ],
    });
    const prefix = `ALTER DEFAULT PRIVILEGES FOR USER "app_clone"`;
    expect(statements(by("app"), {})).toEqual([
      `${prefix} GRANT SELECT ON TABLES TO "reader"`,
      `${prefix} GRANT SELECT ON TABLES TO GROUP "bi"`,
      `${prefix} GRANT EXECUTE ON FUNCTIONS TO ROLE "etl"`,
      `${prefix} GRANT EXECUTE ON PROCEDURES TO PUBLIC`,
    ]);
    expect(statements({}, by("app_clone"))).toHaveLength(4);
    expect(statements(by("app"), by("app_clone"))).toEqual([]);
  });
});
