import { expect, test } from "vitest";
import { differences, makePair, rotate } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";

/** A change behind the back of any rotation, and a part of what is told of it. */
interface Drift {
  what: string;
  change(users: { base: string; clone: string }): string[];
  says: string;
}
const drifts: Drift[] = [
  {
    what: "a login that is locked",
    change: ({ clone }) => [`ALTER ROLE ${clone} NOLOGIN`],
    says: "may not log in",
  },
  {
    what: "a membership that was taken",
    change: ({ base, clone }) => [`REVOKE ${base} FROM ${clone}`],
    says: "is not a full member of",
  },
  {
    what: "a membership that may be passed on",
    change: ({ base, clone }) => [`GRANT ${base} TO ${clone} WITH ADMIN OPTION`],
    says: "may make others members of",
  },
  {
    what: "an own membership",
    change: ({ clone }) => [`GRANT pg_monitor TO ${clone}`],
    says: `is a member of "pg_monitor" by itself`,
  },
  {
    what: "sessions that act as themselves",
    change: ({ clone }) => [`ALTER ROLE ${clone} RESET role`],
    says: "do not act as",
  },
  {
    what: "sessions that act as themselves in one database",
    change: ({ clone }) => [`ALTER ROLE ${clone} IN DATABASE postgres SET role TO none`],
    says: "a role of its own in the database",
  },
  {
    what: "an own setting",
    change: ({ clone }) => [`ALTER ROLE ${clone} SET work_mem TO '9MB'`],
    says: "starts with a work_mem of its own",
  },
  {
    what: "a setting for one database",
    change: ({ clone }) => [`ALTER ROLE ${clone} IN DATABASE postgres SET work_mem TO '9MB'`],
    says: `in the database "postgres"`,
  },
  {
    what: "a lower connection limit",
    change: ({ clone }) => [`ALTER ROLE ${clone} CONNECTION LIMIT 1`],
    says: "the connection limit of",
  },
  {
    what: "a password that expires",
    change: ({ clone }) => [`ALTER ROLE ${clone} VALID UNTIL '2001-01-01'`],
    says: "valid until 2001-01-01 00:00:00+00",
  },
  {
    what: "rights that are not inherited",
    change: ({ clone }) => [`ALTER ROLE ${clone} NOINHERIT`],
    says: "does not inherit",
  },
  {
    what: "CREATEDB",
    change: ({ clone }) => [`ALTER ROLE ${clone} CREATEDB`],
    says: "has CREATEDB by itself",
  },
  {
    what: "superuser rights",
    change: ({ clone }) => [`ALTER ROLE ${clone} SUPERUSER`],
    says: "has SUPERUSER by itself",
  },
  {
    what: "a table",
    change: ({ base, clone }) => [
      `CREATE TABLE ${base}.mine ()`,
      `ALTER TABLE ${base}.mine OWNER TO ${clone}`,
    ],
    says: "owns table",
  },
  {
    what: "a function",
    change: ({ base, clone }) => [
      `CREATE FUNCTION ${base}.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      `ALTER FUNCTION ${base}.f OWNER TO ${clone}`,
    ],
    says: "owns function",
  },
  {
    what: "a database",
    change: ({ base, clone }) => [`CREATE DATABASE ${base} OWNER ${clone}`],
    says: "owns database",
  },
  {
    what: "a right on a table",
    change: ({ base, clone }) => [`GRANT SELECT, INSERT ON ${base}.orders TO ${clone} WITH GRANT OPTION`],
    says: `has SELECT on TABLE`,
  },
  {
    what: "a right on a column",
    change: ({ base, clone }) => [`GRANT UPDATE (note) ON ${base}.orders TO ${clone}`],
    says: "has UPDATE (note) on TABLE",
  },
  {
    what: "a right on a sequence",
    change: ({ base, clone }) => [
      `CREATE SEQUENCE ${base}.s`,
      `GRANT USAGE ON SEQUENCE ${base}.s TO ${clone}`,
    ],
    says: "has USAGE on SEQUENCE",
  },
  {
    what: "a right on a schema",
    change: ({ clone }) => [`GRANT CREATE ON SCHEMA public TO ${clone}`],
    says: "has CREATE on SCHEMA public",
  },
  {
    what: "a right on a routine",
    change: ({ base, clone }) => [
      `CREATE PROCEDURE ${base}."P x"(text) LANGUAGE sql AS ''`,
      `GRANT EXECUTE ON PROCEDURE ${base}."P x" TO ${clone}`,
    ],
    says: "has EXECUTE on ROUTINE",
  },
  {
    what: "a right on a type",
    change: ({ base, clone }) => [
      `CREATE DOMAIN ${base}.d AS int`,
      `GRANT USAGE ON DOMAIN ${base}.d TO ${clone}`,
    ],
    says: "has USAGE on TYPE",
  },
  {
    what: "a right on a language",
    change: ({ clone }) => [`GRANT USAGE ON LANGUAGE plpgsql TO ${clone}`],
    says: "has USAGE on LANGUAGE plpgsql",
  },
  {
    what: "a right on a foreign server",
    change: ({ base, clone }) => [
      `CREATE FOREIGN DATA WRAPPER ${base}`,
      `CREATE SERVER ${base} FOREIGN DATA WRAPPER ${base}`,
      `GRANT USAGE ON FOREIGN DATA WRAPPER ${base} TO ${clone}`,
      `GRANT USAGE ON FOREIGN SERVER ${base} TO ${clone}`,
    ],
    says: "has USAGE on FOREIGN SERVER",
  },
  {
    what: "a right on a large object",
    change: ({ clone }) => ["SELECT lo_create(70001)", `GRANT SELECT ON LARGE OBJECT 70001 TO ${clone}`],
    says: "has SELECT on LARGE OBJECT 70001",
  },
  {
    what: "a right on a database",
    change: ({ clone }) => [`GRANT CREATE ON DATABASE postgres TO ${clone}`],
    says: "has CREATE on DATABASE postgres",
  },
  {
    what: "a right on a tablespace",
    change: ({ clone }) => [`GRANT CREATE ON TABLESPACE pg_default TO ${clone}`],
    says: "has CREATE on TABLESPACE pg_default",
  },
  {
    what: "a right on a setting",
    change: ({ clone }) => [`GRANT SET ON PARAMETER log_statement TO ${clone}`],
    says: "has SET on PARAMETER log_statement",
  },
  {
    what: "rights on what others will make",
    change: ({ base, clone }) =>
      ["TABLES", "SEQUENCES", "ROUTINES", "TYPES"].map(
        (kind) =>
          `ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA ${base} GRANT ALL ON ${kind} TO ${clone}`,
      ),
    says: "has SELECT on TABLES to come of postgres IN SCHEMA",
  },
  {
    what: "rights on schemas that others will make",
    change: ({ base, clone }) => [
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${base} GRANT USAGE ON SCHEMAS TO ${clone}`,
    ],
    says: "has USAGE on SCHEMAS to come",
  },
];

describeVersions(
  "what makes a clone another user than its base user is told, and gone after a rotation",
  (world) => {
    test.each(drifts)("$what", async ({ change, says }) => {
      const { base, clone } = await makePair(world());
      await world().run(...change({ base: base.username, clone: clone.username }));
      expect((await differences(world(), base, clone)).join("\n")).toContain(says);

      const next = await rotate(world(), base);
      expect(await differences(world(), base, next)).toEqual([]);
      expect(await world().as(next, "SELECT current_user")).toEqual([{ current_user: base.username }]);
    });
  },
);
