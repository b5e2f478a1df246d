import * as z from "zod";
import { type Account, passwordLifetime, shown, specified, understand } from "./account.ts";
import type { Row, Session } from "./connection.ts";
import { errno } from "./errno.ts";
import { refusalOf } from "./server-refusal.ts";

const flag = z.enum(["Y", "N"]).transform((value) => value === "Y");
/** TLS requirements are stored as blobs. */
const text = z.union([z.string(), z.instanceof(Buffer).transform((bytes) => bytes.toString())]);
/** Null where the server's default applies; absent before MySQL 8. */
const rule = z.number().nullish();

const rowSchema = z.object({
  User: z.string(),
  Host: z.string(),
  plugin: z.string(),
  authentication_string: text.nullable().transform((value) => value ?? ""),
  account_locked: flag,
  password_expired: flag,
  ssl_type: z.string(),
  ssl_cipher: text,
  x509_issuer: text,
  x509_subject: text,
  max_questions: z.number(),
  max_updates: z.number(),
  max_connections: z.number(),
  max_user_connections: z.number(),
  password_lifetime: rule,
  Password_reuse_history: rule,
  Password_reuse_time: rule,
  Password_require_current: flag.nullish(),
  User_attributes: z
    .object({
      additional_password: z.string().optional(),
      Password_locking: z
        .object({ failed_login_attempts: z.number(), password_lock_time_days: z.number() })
        .optional(),
    })
    .nullish(),
});

type StoredAccount = z.infer<typeof rowSchema>;

/**
 * All accounts of a user name on a MySQL server. What SHOW CREATE USER shows would say the same, but it does not
 * escape the quotes of a TLS requirement, so that its text cannot be used again (seen in 9.7).
 */
export async function mysqlAccounts(session: Session, username: string): Promise<Account[]> {
  const rows = await session.rows(
    "read the accounts in mysql.user",
    "SELECT * FROM mysql.user WHERE User = ? ORDER BY Host",
    [username],
  );
  const roles = await defaultRolesOf(session, username);
  return rows.map((row) => {
    const stored = understand(rowSchema, row, "mysql.user");
    return {
      user: stored.User,
      host: stored.Host,
      plugin: stored.plugin,
      plugins: [stored.plugin],
      stored: stored.authentication_string,
      storedSecond: stored.User_attributes?.additional_password,
      locked: stored.account_locked,
      expired: stored.password_expired,
      defaultRoles: roles
        .filter(({ HOST }) => HOST === stored.Host)
        .map(({ DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST }) =>
          shown({ user: String(DEFAULT_ROLE_USER), host: String(DEFAULT_ROLE_HOST) }),
        ),
      options: optionsOf(session, stored),
    };
  });
}

/** Empty before MySQL 8, which has no roles. */
async function defaultRolesOf(session: Session, username: string): Promise<readonly Row[]> {
  let rows: readonly Row[] = [];
  const read = session.rows(
    "read mysql.default_roles",
    "SELECT * FROM mysql.default_roles WHERE USER = ? ORDER BY DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST",
    [username],
  );
  await refusalOf(
    read.then((found) => {
      rows = found;
    }),
    errno.noSuchTable,
  );
  return rows;
}

function optionsOf(session: Session, stored: StoredAccount): string[] {
  const options = [
    requirement(session, stored),
    `WITH MAX_QUERIES_PER_HOUR ${stored.max_questions} MAX_UPDATES_PER_HOUR ${stored.max_updates} MAX_CONNECTIONS_PER_HOUR ${stored.max_connections} MAX_USER_CONNECTIONS ${stored.max_user_connections}`,
    passwordLifetime(stored.password_lifetime),
  ];
  if (stored.Password_reuse_history !== undefined) {
    options.push(`PASSWORD HISTORY ${stored.Password_reuse_history ?? "DEFAULT"}`);
    options.push(`PASSWORD REUSE INTERVAL ${days(stored.Password_reuse_time)}`);
  }
  if (stored.Password_require_current !== undefined) {
    options.push(`PASSWORD REQUIRE CURRENT ${requireCurrent(stored.Password_require_current)}`.trimEnd());
  }
  if (stored.User_attributes !== undefined) {
    const { failed_login_attempts: attempts = 0, password_lock_time_days: lockDays = 0 } =
      stored.User_attributes?.Password_locking ?? {};
    options.push(
      `FAILED_LOGIN_ATTEMPTS ${attempts} PASSWORD_LOCK_TIME ${lockDays < 0 ? "UNBOUNDED" : lockDays}`,
    );
  }
  return options;
}

function requirement(session: Session, stored: StoredAccount): string {
  const { ssl_type: type } = stored;
  if (type === "") return "REQUIRE NONE";
  if (type === "ANY") return "REQUIRE SSL";
  if (type === "X509") return "REQUIRE X509";
  return specified(session, {
    issuer: stored.x509_issuer,
    subject: stored.x509_subject,
    cipher: stored.ssl_cipher,
  });
}

function days(value: number | null | undefined): string {
  return value === null || value === undefined ? "DEFAULT" : `${value} DAY`;
}

function requireCurrent(value: boolean | null): string {
  if (value === null) return "DEFAULT";
  return value ? "" : "OPTIONAL";
}
