import * as z from "zod";
import { EngineError } from "../../errors.ts";
import { type Account, passwordLifetime, shown, specified, understand } from "./account.ts";
import type { Session } from "./connection.ts";
import { errno } from "./errno.ts";
import { whichEngine } from "./errors.ts";
import { refusalOf } from "./server-refusal.ts";

/** What an account may have to prove itself with: one of several. */
const method = z.object({ plugin: z.string().optional(), authentication_string: z.string().optional() });

const privSchema = method.extend({
  is_role: z.boolean().optional(),
  /** Other ways to log in; the empty one among them stands for the plugin above. */
  auth_or: z.array(method).optional(),
  account_locked: z.boolean().optional(),
  /** Seconds of the epoch; 0 says that it must be changed. */
  password_last_changed: z.number().optional(),
  password_lifetime: z.number().optional(),
  default_role: z.string().optional(),
  ssl_type: z.number().default(0),
  ssl_cipher: z.string().default(""),
  x509_issuer: z.string().default(""),
  x509_subject: z.string().default(""),
  max_questions: z.number().default(0),
  max_updates: z.number().default(0),
  max_connections: z.number().default(0),
  max_user_connections: z.number().default(0),
  max_statement_time: z.number().default(0),
});

const rowSchema = z.object({
  Host: z.string(),
  User: z.string(),
  /** Some versions say that the column is JSON, and the driver parses it then. */
  Priv: z.preprocess(parsedJson, privSchema),
});

type Priv = z.infer<typeof privSchema>;

/** A way to log in, as ALTER USER names it. */
export interface LoginMethod {
  plugin: string;
  stored: string;
}

/** An account of MariaDB, which may have several ways to log in. */
export interface MariadbAccount extends Account {
  methods: readonly LoginMethod[];
}

/** All accounts of a user name on a MariaDB server from 10.4 on; roles are none. */
export async function mariadbAccounts(session: Session, username: string): Promise<MariadbAccount[]> {
  await checkMariadb(session);
  const rows = await session.rows(
    "read the accounts in mysql.global_priv",
    "SELECT Host, User, Priv FROM mysql.global_priv WHERE User = ? ORDER BY Host",
    [username],
  );
  return rows
    .map((row) => understand(rowSchema, row, "mysql.global_priv"))
    .filter(({ Priv }) => !Priv.is_role)
    .map(({ User: user, Host: host, Priv: priv }) => {
      const own = methodOf(priv);
      const methods = priv.auth_or?.map((one) => (one.plugin === undefined ? own : methodOf(one))) ?? [own];
      return {
        user,
        host,
        ...own,
        methods,
        plugins: methods.map(({ plugin }) => plugin),
        locked: priv.account_locked ?? false,
        expired: priv.password_last_changed === 0,
        defaultRoles: priv.default_role ? [shown({ user: priv.default_role })] : [],
        options: optionsOf(session, priv),
      };
    });
}

/**
 * Makes sure that the server is MariaDB: MySQL would take a hash in SET PASSWORD for the password itself.
 *
 * @throws EngineError if it is not
 */
export async function checkMariadb(session: Session): Promise<void> {
  let version = session.greeting;
  const asked = session.rows("read the version", "SELECT VERSION() AS version").then(([row]) => {
    version = String(row?.version);
  });
  await refusalOf(asked, errno.mustChangePassword);
  if (!/mariadb/i.test(version)) {
    throw new EngineError(
      "statement",
      `The server is of version ${version}, which is not MariaDB. ${whichEngine}`,
    );
  }
}

function parsedJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    // The parser's message would quote the text, which has hashes in it.
    return undefined;
  }
}

function methodOf({ plugin, authentication_string }: z.infer<typeof method>): LoginMethod {
  return { plugin: plugin ?? "mysql_native_password", stored: authentication_string ?? "" };
}

function optionsOf(session: Session, priv: Priv): string[] {
  return [
    requirement(session, priv),
    `WITH MAX_QUERIES_PER_HOUR ${priv.max_questions} MAX_UPDATES_PER_HOUR ${priv.max_updates} MAX_CONNECTIONS_PER_HOUR ${priv.max_connections} MAX_USER_CONNECTIONS ${priv.max_user_connections} MAX_STATEMENT_TIME ${priv.max_statement_time}`,
    passwordLifetime(priv.password_lifetime === -1 ? undefined : priv.password_lifetime),
  ];
}

/** The numbers are those of SSL_type in MariaDB's sql/violite.h and structs.h. */
function requirement(session: Session, priv: Priv): string {
  if (priv.ssl_type <= 0) return "REQUIRE NONE";
  if (priv.ssl_type === 1) return "REQUIRE SSL";
  if (priv.ssl_type === 2) return "REQUIRE X509";
  return specified(session, {
    issuer: priv.x509_issuer,
    subject: priv.x509_subject,
    cipher: priv.ssl_cipher,
  });
}
