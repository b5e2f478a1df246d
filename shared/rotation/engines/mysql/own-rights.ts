import { ownAccount, quoted, shown } from "./account.ts";
import type { Dialect } from "./check-privilege.ts";
import type { Session } from "./connection.ts";
import { errno } from "./errno.ts";
import { parseGrants, type Right } from "./grants.ts";
import { refusalOf } from "./server-refusal.ts";

/** What who is logged in may do: by itself, and by the roles that are active after its login. */
export async function readOwnRights(session: Session, dialect: Dialect): Promise<Right[]> {
  const account = await ownAccount(session);
  const roles = dialect === "mariadb" ? await enabledRoles(session) : [];
  const whose = dialect === "mysql" ? ` FOR CURRENT_USER()${await usingRoles(session)}` : "";
  const rows = await session.rows("read its own grants", `SHOW GRANTS${whose}`);
  const lines = rows.map((row) => String(Object.values(row)[0]));
  const grantees = [shown(account), quoted(session, account), ...roles.map((user) => shown({ user }))];
  return parseGrants(lines, grantees);
}

/** MariaDB shows the grants of active roles beside the user's own, unless it is told whose. */
async function enabledRoles(session: Session): Promise<string[]> {
  const rows = await session.rows("read its roles", "SELECT ROLE_NAME FROM information_schema.ENABLED_ROLES");
  return rows.flatMap(({ ROLE_NAME }) => (typeof ROLE_NAME === "string" ? [ROLE_NAME] : []));
}

/** MySQL shows those of the roles that it is told; before 8.0 there are none. */
async function usingRoles(session: Session): Promise<string> {
  let roles = "NONE";
  const read = session.rows("read its roles", "SELECT CURRENT_ROLE() AS roles").then(([row]) => {
    roles = String(row?.roles);
  });
  await refusalOf(read, errno.noSuchRoutine);
  return roles === "NONE" ? "" : ` USING ${roles}`;
}
