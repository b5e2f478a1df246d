import type { Client } from "pg";
import { expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { differences, makeBase, rotate } from "./alternating.ts";
import { describeVersions } from "./each-version.ts";
import { connect } from "./world.ts";

const rotations = 3;

/** An application's table with an index, a sequence, a view and a function on it. */
async function make(application: Client, table: string): Promise<void> {
  await application.query(`CREATE TABLE ${table} (id serial PRIMARY KEY, note text)`);
  await application.query(`CREATE VIEW ${table}_notes AS SELECT note FROM ${table}`);
  await application.query(
    `CREATE FUNCTION ${table}_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM ${table}'`,
  );
}

/** All that only a table's owner may do, and all that its readers and writers may. */
async function use(application: Client, table: string, by: string): Promise<void> {
  const statements = [
    `INSERT INTO ${table} (note) VALUES ('${by}')`,
    `UPDATE ${table} SET note = note || '!' WHERE note = '${by}'`,
    `SELECT * FROM ${table}_notes`,
    `SELECT ${table}_count()`,
    `ALTER TABLE ${table} ADD COLUMN by_${by} int`,
    `CREATE INDEX ON ${table} (by_${by})`,
    `CREATE OR REPLACE VIEW ${table}_notes AS SELECT note FROM ${table}`,
    `CREATE OR REPLACE FUNCTION ${table}_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(id) FROM ${table}'`,
    `COMMENT ON TABLE ${table} IS '${by}'`,
    `GRANT SELECT ON ${table} TO PUBLIC`,
    `TRUNCATE ${table}`,
  ];
  for (const statement of statements) await application.query(statement);
}

async function drop(application: Client, table: string): Promise<void> {
  await application.query(`DROP FUNCTION ${table}_count()`);
  await application.query(`DROP TABLE ${table} CASCADE`);
}

describeVersions("two applications that each keep a connection, across rotations", (world) => {
  test("make, use, alter and drop each other's objects, whichever user is current", async () => {
    const base = await makeBase(world());
    let current: PasswordCredential = base;
    let previous: PasswordCredential = await rotate(world(), base);
    // One application opened its session as the base user, the other as the clone; neither ever reconnects.
    const stayed = [
      { by: "base", session: await connect(current) },
      { by: "clone", session: await connect(previous) },
    ];
    try {
      [current, previous] = [previous, current];
      for (let round = 0; round < rotations; round += 1) {
        const renewed = await connect(current);
        const all = [...stayed, { by: "renewed", session: renewed }];
        for (const maker of all) await make(maker.session, `of_${maker.by}_${round}`);
        for (const maker of all) {
          for (const user of all) await use(user.session, `of_${maker.by}_${round}`, user.by);
        }
        const next = await rotate(world(), current);
        expect(await differences(world(), current, next)).toEqual([]);
        for (const maker of all) {
          for (const user of all) await use(user.session, `of_${maker.by}_${round}`, `${user.by}_again`);
        }
        // Each drops what another made.
        for (const [index, maker] of all.entries()) {
          const other = all[(index + 1) % all.length] ?? maker;
          await drop(other.session, `of_${maker.by}_${round}`);
        }
        await renewed.end();
        [previous, current] = [current, next];
      }
      await world().as(current, "SELECT 1");
      await world().as(previous, "SELECT 1");
    } finally {
      for (const { session } of stayed) await session.end();
    }
  });
});
