import type { UserCatalog, UserRow } from "../../../../../shared/rotation/engines/redshift/catalog.ts";
import type { KnownUser } from "../../../../../shared/rotation/engines/redshift/grant-steps.ts";

/** A user's row as Redshift has it for one that was created without options. */
export const plainUser: UserRow = {
  superuser: "f",
  createdb: "f",
  connection_limit: "UNLIMITED",
  syslog_access: "RESTRICTED",
  session_timeout: "0",
  valuntil: null,
  useconfig: null,
};

/** A user of whom the catalog says nothing but what is given. */
export function known(name: string, catalog: Partial<UserCatalog> = {}): KnownUser {
  return {
    name,
    catalog: {
      user: plainUser,
      groups: [],
      roles: [],
      relations: [],
      schemas: [],
      databases: [],
      functions: [],
      languages: [],
      defaults: [],
      owned: [],
      ...catalog,
    },
  };
}
