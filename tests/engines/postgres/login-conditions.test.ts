import { expect, test } from "vitest";
import { differences, makeBase, makePair, rotate } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";

describeVersions("what a login has and its members do not inherit is copied to a clone", (world) => {
  const copied = [
    { what: "the connection limit", change: "CONNECTION LIMIT 7", column: "rolconnlimit" },
    {
      what: "the time until when the password is valid",
      change: "VALID UNTIL '2041-03-02 01:02:03.456+05'",
      column: "rolvaliduntil",
    },
    { what: "REPLICATION", change: "REPLICATION", column: "rolreplication" },
  ];

  test.each(copied)("$what", async ({ change, column }) => {
    const { base, clone } = await makePair(world());
    await world().run(`ALTER ROLE ${base.username} ${change}`);
    expect(await differences(world(), base, clone)).toHaveLength(1);
    await rotate(world(), base);
    const rows = await world().run(
      `SELECT ${column} AS value FROM pg_roles WHERE rolname LIKE '${base.username}%'`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual(rows[1]);
    expect(await differences(world(), base, clone)).toEqual([]);
  });

  const settings = [
    `search_path TO "$user", 'a, "b"', public`,
    "search_path TO ''",
    "work_mem TO '5MB'",
    "timezone TO 'Europe/Berlin'",
    "datestyle TO 'ISO, DMY'",
    "statement_timeout TO 0",
    "my.setting TO 'it''s = \\ \"quoted\"'",
    "temp_tablespaces TO pg_default",
  ];

  test.each(settings)("SET %s", async (setting) => {
    const base = await makeBase(world());
    await world().run(
      `ALTER ROLE ${base.username} SET ${setting}`,
      `ALTER ROLE ${base.username} IN DATABASE ${world().server.database} SET ${setting}`,
    );
    const [name] = setting.split(" ");
    const shown = `SELECT current_setting('${name}') AS value`;
    const clone = await rotate(world(), base);
    expect(await world().as(clone, shown)).toEqual(await world().as(base, shown));
    expect(await differences(world(), base, clone)).toEqual([]);

    await world().run(
      `ALTER ROLE ${base.username} RESET ${name}`,
      `ALTER ROLE ${base.username} IN DATABASE ${world().server.database} RESET ${name}`,
    );
    expect(await differences(world(), base, clone)).toHaveLength(2);
    await rotate(world(), base);
    expect(
      await world().run(
        `SELECT setconfig FROM pg_db_role_setting WHERE setrole = '${clone.username}'::regrole`,
      ),
    ).toEqual([{ setconfig: [`role=${base.username}`] }]);
  });
});
