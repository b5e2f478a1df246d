import { expect, test } from "vitest";
import { notGrantable } from "../../../../../shared/rotation/engines/mysql/grantable.ts";
import { parseGrants, words } from "../../../../../shared/rotation/engines/mysql/grants.ts";

/** The rights of statements as SHOW GRANTS shows them, without the grantee. */
const rights = (...grants: string[]) =>
  parseGrants(
    grants.map((grant) => {
      const [, what = "", option = ""] = /^(.*?)( WITH GRANT OPTION)?$/.exec(grant) ?? [];
      return `GRANT ${what} TO \`u\`@\`%\`${option}`;
    }),
    ["`u`@`%`"],
  );

const table = "SELECT ON `shop`.`orders`";

test.each([
  ["the same, to pass on", "SELECT ON `shop`.`orders` WITH GRANT OPTION", table],
  ["it on the database", "SELECT ON `shop`.* WITH GRANT OPTION", table],
  ["it on the server", "SELECT ON *.* WITH GRANT OPTION", table],
  ["everything", "ALL PRIVILEGES ON *.* WITH GRANT OPTION", table],
  [
    "it on the table, for a column",
    "SELECT ON `shop`.`orders` WITH GRANT OPTION",
    "SELECT (`id`) ON `shop`.`orders`",
  ],
  [
    "it on a database for a routine",
    "EXECUTE ON `shop`.* WITH GRANT OPTION",
    "EXECUTE ON PROCEDURE `shop`.`f`",
  ],
  ["it where a pattern may fit", "SELECT ON `sh%`.* WITH GRANT OPTION", table],
  ["a dynamic privilege, to pass on", "BACKUP_ADMIN ON *.* WITH GRANT OPTION", "BACKUP_ADMIN ON *.*"],
  ["whatever of roles and proxies", "USAGE ON *.*", "PROXY ON `a`@`b`"],
])("can be passed on by who has %s", (_, own, wanted) => {
  expect(notGrantable(rights(own), rights(wanted))).toEqual([]);
});

test.each([
  ["nothing", "USAGE ON *.*", table],
  ["it, and not to pass on", "SELECT ON *.*", table],
  ["another privilege", "INSERT ON *.* WITH GRANT OPTION", table],
  ["it on another table", "SELECT ON `shop`.`prices` WITH GRANT OPTION", table],
  ["it on another database", "SELECT ON `shops`.* WITH GRANT OPTION", table],
  ["it on one table only", table.replace("orders`", "orders` WITH GRANT OPTION"), "SELECT ON `shop`.*"],
  ["a dynamic privilege, and not to pass on", "BACKUP_ADMIN ON *.*", "BACKUP_ADMIN ON *.*"],
])("cannot be passed on by who has %s", (_, own, wanted) => {
  expect(notGrantable(rights(own), rights(wanted)).map(words)).toEqual([wanted]);
});

test("of several rights, those are told that cannot be passed on", () => {
  const own = rights("SELECT, INSERT ON `shop`.* WITH GRANT OPTION");
  const wanted = rights("SELECT, DELETE ON `shop`.`orders`", "INSERT ON `other`.*");
  expect(notGrantable(own, wanted).map(words)).toEqual(["DELETE ON `shop`.`orders`", "INSERT ON `other`.*"]);
});
