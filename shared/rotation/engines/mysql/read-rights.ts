import { type AccountName, quoted, shown } from "./account.ts";
import type { Session } from "./connection.ts";
import { parseGrants, type Right } from "./grants.ts";

/** Reads what an account may do. */
export async function readRights(session: Session, account: AccountName): Promise<Right[]> {
  const rows = await session.rows(
    `read the grants of ${shown(account)}`,
    `SHOW GRANTS FOR ${quoted(session, account)}`,
  );
  const lines = rows.map((row) => String(Object.values(row)[0]));
  return parseGrants(lines, [shown(account), quoted(session, account)]);
}
