import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UserCatalog, UserRow } from "../../../../../shared/rotation/engines/redshift/catalog.ts";
import { elementsOf, userSteps } from "../../../../../shared/rotation/engines/redshift/user-steps.ts";
import { known, plainUser } from "./a-catalog.ts";

const statements = (current: Partial<UserCatalog>, next: Partial<UserCatalog>) =>
  userSteps(known("app", current), known("app_clone", next)).map(({ sql }) => sql);

test("a user that is not there is created with a hash of which nobody knows a password, each time another", () => {
  const [first, second] = [statements({}, { user: undefined }), statements({}, { user: undefined })];
  expect(first).toHaveLength(1);
  expect(first[0]).toMatch(/^CREATE USER "app_clone" PASSWORD 'md5[0-9a-f]{32}'$/);
  expect(first).not.toEqual(second);
});

describe("an attribute of the current user is set for the next one, and taken back:", () => {
  const attributes: { differs: Partial<UserRow>; given: string; taken: string }[] = [
    { differs: { superuser: "t" }, given: "CREATEUSER", taken: "NOCREATEUSER" },
    { differs: { superuser: "True" }, given: "CREATEUSER", taken: "NOCREATEUSER" },
    { differs: { createdb: "t" }, given: "CREATEDB", taken: "NOCREATEDB" },
    { differs: { connection_limit: "7" }, given: "CONNECTION LIMIT 7", taken: "CONNECTION LIMIT UNLIMITED" },
    {
      differs: { syslog_access: "UNRESTRICTED" },
      given: "SYSLOG ACCESS UNRESTRICTED",
      taken: "SYSLOG ACCESS RESTRICTED",
    },
    { differs: { session_timeout: "600" }, given: "SESSION TIMEOUT 600", taken: "RESET SESSION TIMEOUT" },
    {
      differs: { valuntil: "2040-01-01 00:00:00+00" },
      given: "VALID UNTIL '2040-01-01 00:00:00+00'",
      taken: "VALID UNTIL 'infinity'",
    },
    { differs: { useconfig: "{work_mem=5MB}" }, given: `SET "work_mem" TO '5MB'`, taken: `RESET "work_mem"` },
    {
      differs: { useconfig: '{"search_path=\\"$user\\", public"}' },
      given: `SET "search_path" TO '$user', 'public'`,
      taken: `RESET "search_path"`,
    },
  ];

  test.each(attributes)("$given", ({ differs, given, taken }) => {
    const user = { ...plainUser, ...differs };
    expect(statements({ user }, {})).toEqual([`ALTER USER "app_clone" ${given}`]);
    expect(statements({}, { user })).toEqual([`ALTER USER "app_clone" ${taken}`]);
    expect(statements({ user }, { user })).toEqual([]);
  });
});

test("a validity without an end is the same whether it is absent or infinite", () => {
  expect(statements({ user: { ...plainUser, valuntil: "infinity" } }, {})).toEqual([]);
});

test("groups are entered and left", () => {
  expect(
    statements(
      { groups: [{ groname: "etl" }, { groname: "bi" }] },
      { groups: [{ groname: "bi" }, { groname: "O'x" }] },
    ),
  ).toEqual([`ALTER GROUP "etl" ADD USER "app_clone"`, `ALTER GROUP "O'x" DROP USER "app_clone"`]);
});

test("roles are granted as the current user has them, and others revoked", () => {
  const role = (role_name: string, admin_option: string) => ({ role_name, admin_option });
  expect(
    statements(
      { roles: [role("a", "f"), role("b", "t"), role("c", "f"), role("d", "t"), role("same", "t")] },
      { roles: [role("b", "f"), role("c", "t"), role("other", "f"), role("same", "t")] },
    ),
  ).toEqual([
    `REVOKE ROLE "c" FROM "app_clone"`,
    `REVOKE ROLE "other" FROM "app_clone"`,
    `GRANT ROLE "a" TO "app_clone"`,
    `GRANT ROLE "b" TO "app_clone" WITH ADMIN OPTION`,
    `GRANT ROLE "c" TO "app_clone"`,
    `GRANT ROLE "d" TO "app_clone" WITH ADMIN OPTION`,
  ]);
});

test("the elements of an array are read as the server wrote them", () => {
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
      expect(elementsOf(`{${texts.map(quoted).join(",")}}`)).toEqual(texts);
    }),
  );
  expect(elementsOf("{a=b,c=d}")).toEqual(["a=b", "c=d"]);
  expect(elementsOf("{}")).toEqual([]);
});
