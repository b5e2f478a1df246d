import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  actsAsBase,
  namesOf,
  type RoleSetting,
  settingSteps,
} from "../../../../../shared/rotation/engines/postgres/role-settings.ts";
import type { UserPair } from "../../../../../shared/rotation/engines/postgres/user-pair.ts";

const pair: UserPair = { base: "app", clone: "app_clone", current: "base" };
const role: RoleSetting = { database: null, name: "role", value: "app" };

const sqlOf = (base: RoleSetting[], clone: RoleSetting[]) =>
  settingSteps(base, clone, pair).map(({ sql }) => sql);

/** A list of names as PostgreSQL keeps it: see quote_identifier in its src/backend/utils/adt/ruleutils.c. */
function kept(names: readonly string[]): string {
  const quoted = (name: string) =>
    /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  return names.map(quoted).join(", ");
}

describe("a list of names as the server keeps it", () => {
  test.each([
    [`"$user", public`, ["$user", "public"]],
    [`""`, [""]],
    [`"a, ""b""",c`, ['a, "b"', "c"]],
    ["pg_default", ["pg_default"]],
    ["", []],
  ])("%s", (list, names) => {
    expect(namesOf(list)).toEqual(names);
  });

  test("is read as the names that it was made of, whatever they are", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (names) => {
        expect(namesOf(kept(names))).toEqual(names);
      }),
    );
  });
});

test("a clone without settings gets the base user's, and acts as it", () => {
  const base: RoleSetting[] = [
    { database: null, name: "search_path", value: `"$user", "we ird"` },
    { database: "shop", name: "work_mem", value: "5MB" },
  ];
  expect(sqlOf(base, [])).toEqual([
    `ALTER ROLE "app_clone" SET "role" TO 'app'`,
    `ALTER ROLE "app_clone" SET "search_path" TO '$user', 'we ird'`,
    `ALTER ROLE "app_clone" IN DATABASE "shop" SET "work_mem" TO '5MB'`,
  ]);
});

test("a clone with the same settings, its lists written otherwise, needs nothing", () => {
  const base: RoleSetting[] = [{ database: null, name: "search_path", value: "a,b" }];
  expect(sqlOf(base, [role, { database: null, name: "search_path", value: `"a", b` }])).toEqual([]);
});

test("a setting of the same name for another database is another setting", () => {
  const base: RoleSetting[] = [{ database: "shop", name: "work_mem", value: "5MB" }];
  expect(sqlOf(base, [role, { database: "bank", name: "work_mem", value: "5MB" }])).toEqual([
    `ALTER ROLE "app_clone" IN DATABASE "shop" SET "work_mem" TO '5MB'`,
    `ALTER ROLE "app_clone" IN DATABASE "bank" RESET "work_mem"`,
  ]);
});

describe("a base user whose sessions act as", () => {
  test("another role has a clone that acts as that role", () => {
    expect(sqlOf([{ ...role, value: "owner" }], [role])).toEqual([
      `ALTER ROLE "app_clone" SET "role" TO 'owner'`,
    ]);
  });

  test("nobody else has a clone that acts as the base user", () => {
    expect(sqlOf([{ ...role, value: "none" }], [role])).toEqual([]);
  });

  test("another role in one database has a clone that does so there, and acts as the base user elsewhere", () => {
    const there: RoleSetting = { database: "shop", name: "role", value: "owner" };
    expect(sqlOf([there], [])).toEqual([
      `ALTER ROLE "app_clone" SET "role" TO 'app'`,
      `ALTER ROLE "app_clone" IN DATABASE "shop" SET "role" TO 'owner'`,
    ]);
    expect(actsAsBase([there], [role], pair)).toBe(false);
    expect(actsAsBase([there], [role, there], pair)).toBe(true);
  });
});

const setting = fc.record({
  database: fc.option(fc.string({ minLength: 1 })),
  name: fc.oneof(fc.constantFrom("search_path", "role", "work_mem"), fc.string({ minLength: 1 })),
  value: fc.string(),
});
const distinct = fc.uniqueArray(setting, {
  selector: ({ database, name }) => JSON.stringify([database, name.toLowerCase()]),
});

test("once a clone has what the steps set, and not what they reset, there are no steps left", () => {
  fc.assert(
    fc.property(distinct, distinct, (base, clone) => {
      const after = [...base.filter(({ name, value }) => name !== "role" || value !== "none")];
      for (const { database, name } of base.filter(
        ({ name, value }) => name === "role" && value === "none",
      )) {
        after.push({ database, name, value: pair.base });
      }
      if (!after.some(({ database, name }) => database === null && name.toLowerCase() === "role"))
        after.push(role);
      expect(settingSteps(base, after, pair)).toEqual([]);
      expect(settingSteps(base, [...after, ...clone], pair).every(({ sql }) => sql.includes(" RESET "))).toBe(
        true,
      );
    }),
  );
});

test("a value, which may be a secret, is in no words about it", () => {
  const value = "canary-7f3a";
  fc.assert(
    fc.property(setting, distinct, (one, others) => {
      for (const [base, clone] of [
        [[{ ...one, name: "my.setting", value }], others],
        [others, [{ ...one, name: "my.setting", value }]],
      ] as const) {
        for (const { difference, needs } of settingSteps(base, clone, pair)) {
          expect(`${difference} ${needs}`).not.toContain(value);
        }
      }
    }),
  );
});
