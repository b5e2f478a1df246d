import type { PasswordCredential } from "../../credential.ts";
import type { Engine } from "../../engine.ts";
import { nextPassword, parsePasswordCredential } from "../password-credential.ts";
import { alternatingUsers } from "./alternating-users.ts";
import { connected, deadlineIn } from "./connection.ts";
import { mariadbFlavour } from "./mariadb-flavour.ts";
import { mariadbSingleUser } from "./mariadb-passwords.ts";
import { mysqlFlavour } from "./mysql-flavour.ts";
import { mysqlOverlap, mysqlSingleUser } from "./mysql-passwords.ts";
import { endOtherSessions } from "./other-sessions.ts";

/** Both store user names by characters; counting bytes is on the safe side. */
const mysqlLimits = { defaultPort: 3_306, defaultDatabase: "", maximumUsernameBytes: 32 };
const mariadbLimits = { ...mysqlLimits, maximumUsernameBytes: 80 };

/** MySQL and Aurora MySQL. */
export const mysql: Engine<PasswordCredential> = {
  strategies: ["single-user", "alternating-users", "overlap"],
  parse: (fields) => parsePasswordCredential(fields, mysqlLimits),
  next: nextPassword,
  logIn,
  endOtherSessions,
  singleUser: mysqlSingleUser,
  overlap: mysqlOverlap,
  alternatingUsers: alternatingUsers(mysqlFlavour, mysqlLimits.maximumUsernameBytes),
};

/** MariaDB: no account has two passwords. */
export const mariadb: Engine<PasswordCredential> = {
  strategies: ["single-user", "alternating-users"],
  parse: (fields) => parsePasswordCredential(fields, mariadbLimits),
  next: nextPassword,
  logIn,
  endOtherSessions,
  singleUser: mariadbSingleUser,
  alternatingUsers: alternatingUsers(mariadbFlavour, mariadbLimits.maximumUsernameBytes),
};

async function logIn(credential: PasswordCredential, timeoutMs: number): Promise<void> {
  await connected(
    credential,
    deadlineIn(timeoutMs),
    (session) => session.rows("read the time", "SELECT NOW()"),
    credential.dbname,
  );
}
