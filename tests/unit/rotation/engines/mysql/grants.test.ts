import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareRights,
  nextStatements,
  parseGrants,
  type Right,
  words,
} from "../../../../../shared/rotation/engines/mysql/grants.ts";

const grantees = ["`app`@`%`", "'app'@'%'"];
const parse = (...lines: string[]) => parseGrants(lines, grantees).map(words);

describe("what SHOW GRANTS shows is understood", () => {
  test.each([
    { line: "GRANT USAGE ON *.* TO `app`@`%`", rights: [] },
    { line: "GRANT SELECT, INSERT ON *.* TO `app`@`%`", rights: ["SELECT ON *.*", "INSERT ON *.*"] },
    {
      line: "GRANT SHOW DATABASES, BINLOG ADMIN ON *.* TO `app`@`%`",
      rights: ["SHOW DATABASES ON *.*", "BINLOG ADMIN ON *.*"],
    },
    { line: "GRANT USAGE ON `d`.* TO `app`@`%` WITH GRANT OPTION", rights: ["GRANT OPTION ON `d`.*"] },
    {
      line: "GRANT SELECT ON `d`.`t` TO `app`@`%` WITH GRANT OPTION",
      rights: ["SELECT ON `d`.`t`", "GRANT OPTION ON `d`.`t`"],
    },
    {
      line: "GRANT BACKUP_ADMIN,CLONE_ADMIN ON *.* TO `app`@`%` WITH GRANT OPTION",
      rights: ["BACKUP_ADMIN ON *.* WITH GRANT OPTION", "CLONE_ADMIN ON *.* WITH GRANT OPTION"],
    },
    {
      line: "GRANT SELECT (`a`, `b,``(c`), INSERT ON `d`.`t` TO `app`@`%`",
      rights: ["SELECT (`a`) ON `d`.`t`", "SELECT (`b,``(c`) ON `d`.`t`", "INSERT ON `d`.`t`"],
    },
    {
      line: "GRANT EXECUTE ON PROCEDURE `d`.`p` TO `app`@`%`",
      rights: ["EXECUTE ON PROCEDURE `d`.`p`"],
    },
    {
      line: "GRANT PROXY ON ``@`%` TO `app`@`%` WITH GRANT OPTION",
      rights: ["PROXY ON ``@`%` WITH GRANT OPTION"],
    },
    { line: "GRANT `r`@`%`,`s`@`%` TO `app`@`%`", rights: ["`r`@`%`", "`s`@`%`"] },
    { line: "GRANT `r` TO `app`@`%` WITH ADMIN OPTION", rights: ["`r` WITH ADMIN OPTION"] },
    {
      line: "REVOKE SELECT, INSERT ON `d`.* FROM `app`@`%`",
      rights: ["no SELECT ON `d`.*", "no INSERT ON `d`.*"],
    },
    {
      line: "GRANT SELECT ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*2470' REQUIRE SUBJECT 'WITH GRANT OPTION' WITH MAX_QUERIES_PER_HOUR 5",
      rights: ["SELECT ON *.*"],
    },
    {
      line: "GRANT SELECT ON *.* TO `app`@`%` REQUIRE SUBJECT 'it''s \\' x' WITH GRANT OPTION MAX_QUERIES_PER_HOUR 5",
      rights: ["SELECT ON *.*", "GRANT OPTION ON *.*"],
    },
    { line: "GRANT SELECT ON `d`.* TO 'app'@'%'", rights: ["SELECT ON `d`.*"] },
    { line: "SET DEFAULT ROLE `r` FOR `app`@`%`", rights: [] },
  ])("$line", ({ line, rights }) => {
    expect(parse(line)).toEqual(rights);
  });

  test("a name that looks like the rest of a statement stays a name", () => {
    const table = "`x ON y TO ``app``@``%`` WITH GRANT OPTION`";
    expect(parse(`GRANT SELECT ON \`d\`.${table} TO \`app\`@\`%\``)).toEqual([`SELECT ON \`d\`.${table}`]);
  });
});

test("all privileges of a place cover each one there, but neither columns nor the grant option", () => {
  const [all = [], parts = []] = [
    "GRANT ALL PRIVILEGES ON `d`.`t` TO `app`@`%`",
    "GRANT SELECT, INSERT (`a`) ON `d`.`t` TO `app`@`%` WITH GRANT OPTION",
  ].map((line) => parseGrants([line], grantees));
  expect(compareRights(parts, all).missing.map(words)).toEqual([
    "INSERT (`a`) ON `d`.`t`",
    "GRANT OPTION ON `d`.`t`",
  ]);
  expect(compareRights(all, parts).missing.map(words)).toEqual(["ALL PRIVILEGES ON `d`.`t`"]);
});

const right: fc.Arbitrary<Right> = fc.oneof(
  fc.record<Right>({
    kind: fc.constant("privilege"),
    what: fc.constantFrom("SELECT", "INSERT", "SELECT (`a`)", "INSERT (`a`)", "GRANT OPTION"),
    on: fc.constantFrom("`d`.`t`", "`d`.`u`"),
    delegable: fc.constant(false),
  }),
  fc.record<Right>({
    kind: fc.constant("privilege"),
    what: fc.constantFrom("BACKUP_ADMIN", "CLONE_ADMIN"),
    on: fc.constant("*.*"),
    delegable: fc.boolean(),
  }),
  fc.record<Right>({
    kind: fc.constant("role"),
    what: fc.constantFrom("`r`@`%`", "`s`@`%`"),
    on: fc.constant(""),
    delegable: fc.boolean(),
  }),
);
/** No account has one right in two ways. */
const account = fc.uniqueArray(right, { selector: ({ kind, what, on }) => `${kind}|${what}|${on}` });

test("the statements lead from any rights to any others, and lose on the way none that stays", () => {
  fc.assert(
    fc.property(account, account, (wanted, before) => {
      let present: Right[] = before;
      for (let look = 0; look < 6; look++) {
        const statements = nextStatements(wanted, present, "'app'@'%'");
        if (statements.length === 0) break;
        for (const { statement } of statements) present = after(present, statement);
        for (const kept of before) {
          const stays = wanted.some((one) => words(one) === words(kept));
          if (stays) expect(present.map(words)).toContain(words(kept));
        }
      }
      expect(present.map(words).sort()).toEqual(wanted.map(words).sort());
    }),
  );
});

/** What a server would make of a statement of nextStatements(). */
function after(present: readonly Right[], statement: string): Right[] {
  const same = (one: Right, other: Right) =>
    one.kind === other.kind && one.what === other.what && one.on === other.on;
  if (statement.startsWith("GRANT ")) {
    const granted = parseGrants([statement], grantees);
    expect(granted).not.toEqual([]);
    const stronger = granted.filter((one) => !present.some((other) => same(one, other) && other.delegable));
    return [...present.filter((other) => !stronger.some((one) => same(one, other))), ...stronger];
  }
  const revoked = parseGrants(
    [statement.replace(/^REVOKE /, "GRANT ").replace(/ FROM ('app'@'%')$/, " TO $1")],
    grantees,
  );
  expect(revoked).not.toEqual([]);
  return present.filter((other) => !revoked.some((one) => same(one, other)));
}
