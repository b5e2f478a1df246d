import pg from "pg";

/** What lets a user without superuser rights change a role and grant it: the first since PostgreSQL 16, the second always. */
export function mayGrant(role: string, username: string): string {
  const [roleSql, userSql] = [pg.escapeIdentifier(role), pg.escapeIdentifier(username)];
  return `GRANT ${roleSql} TO ${userSql} WITH ADMIN OPTION, and ALTER ROLE ${userSql} CREATEROLE`;
}
