import { describe } from "vitest";
import {
  findMysqld,
  type RunningServer,
  type ServerOptions,
  startMariadb,
  startMysql,
} from "../../../local/mysql/index.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import type { AlternatingUsers, Engine, SingleUser } from "../../../shared/rotation/engine.ts";
import { mariadb, mysql } from "../../../shared/rotation/engines/mysql/engine.ts";

/** One of the two engines, and how its server is started. */
export interface Kind {
  name: "mariadb" | "mysql";
  engine: Engine<PasswordCredential> & {
    singleUser: SingleUser<PasswordCredential>;
    alternatingUsers: AlternatingUsers<PasswordCredential>;
  };
  start(options?: ServerOptions): Promise<RunningServer>;
}

const found = await findMysqld();

export const mariadbKind: Kind = {
  name: "mariadb",
  engine: withBoth(mariadb),
  start: (options) => startMariadb({ plugins: true, ...options }),
};

export const mysqlKind: Kind = {
  name: "mysql",
  engine: withBoth(mysql),
  start: (options) =>
    "file" in found ? startMysql(found.file, options) : Promise.reject(new Error(found.missing)),
};

/** Tests of the one or the other; those of MySQL wait for a machine that has a server. */
export function describeMysql(body: (kind: Kind) => void): void {
  if ("file" in found) describe(`MySQL ${found.version}`, () => body(mysqlKind));
  else describe.skip(`MySQL (${found.missing})`, () => body(mysqlKind));
}

export function describeMariadb(body: (kind: Kind) => void): void {
  describe("MariaDB", () => body(mariadbKind));
}

/** Tests of what both do alike. */
export function describeBoth(body: (kind: Kind) => void): void {
  describeMariadb(body);
  describeMysql(body);
}

function withBoth(engine: Engine<PasswordCredential>): Kind["engine"] {
  const { singleUser, alternatingUsers } = engine;
  if (!singleUser || !alternatingUsers) throw new Error("The engine lacks a strategy.");
  return { ...engine, singleUser, alternatingUsers };
}
