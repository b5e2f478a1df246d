import type { Document } from "mongodb";
import { type Mechanism, type ScramVerifier, verifierOf } from "./scram.ts";

/** A user as the server keeps it. */
export interface ServerUser {
  username: string;
  database: string;
  verifiers: Partial<Record<Mechanism, ScramVerifier>>;
  roles: Document[];
  customData?: Document;
  authenticationRestrictions?: Document[];
}

/** A refusal, with its code of MongoDB's `error_codes.yml`. */
export class CommandError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The users of a server and the commands that show and change them. */
export class Users {
  readonly #all = new Map<string, ServerUser>();
  readonly #documentDb: boolean;

  constructor(documentDb: boolean) {
    this.#documentDb = documentDb;
  }

  find(database: string, username: string): ServerUser | undefined {
    return this.#all.get(`${this.#documentDb ? "admin" : database}.${username}`);
  }

  /** createUser, updateUser and usersInfo as the servers do them; `as` is who is logged in. */
  run(database: string, command: Document, as: ServerUser): Document {
    const [name = ""] = Object.keys(command);
    if (name === "usersInfo") return this.#show(command, as);
    const known = ["pwd", "roles", "customData", "mechanisms", "authenticationRestrictions"];
    const strange = Object.keys(command).find(
      (key) => key !== name && !known.includes(key) && !/^(\$db|lsid|writeConcern|comment)$/.test(key),
    );
    if (strange) throw new CommandError(40_415, `BSON field '${name}.${strange}' is an unknown field.`);
    if (this.#documentDb && command.authenticationRestrictions) {
      throw new CommandError(9, "authenticationRestrictions is not supported");
    }
    const home = this.#documentDb ? "admin" : database;
    const present = this.#all.get(`${home}.${command[name]}`);
    if (name === "createUser") {
      if (!manages(as)) throw unauthorized(name);
      if (present) throw new CommandError(51_003, `User "${command[name]}@${home}" already exists`);
    } else {
      if (!manages(as) && !changesOnlyItself(as, home, command)) throw unauthorized(name);
      if (!present) throw new CommandError(11, `User ${command[name]}@${home} not found`);
    }
    this.put(home, command[name], command);
    return {};
  }

  /** Makes or changes a user, without asking who does it. */
  put(database: string, username: string, { pwd, mechanisms, ...rest }: Document): void {
    const home = this.#documentDb ? "admin" : database;
    const present = this.#all.get(`${home}.${username}`);
    const chosen: Mechanism[] = mechanisms ?? ["SCRAM-SHA-1", "SCRAM-SHA-256"];
    const { roles = present?.roles ?? [], customData, authenticationRestrictions } = rest;
    this.#all.set(`${home}.${username}`, {
      ...present,
      username,
      database: home,
      roles: roles.map((role: Document | string) =>
        typeof role === "string" ? { role, db: database } : role,
      ),
      verifiers: pwd
        ? Object.fromEntries(chosen.map((one) => [one, verifierOf(one, username, pwd)]))
        : (present?.verifiers ?? {}),
      ...(customData ? { customData } : {}),
      ...(authenticationRestrictions ? { authenticationRestrictions } : {}),
    });
  }

  #show({ usersInfo: { user, db }, showAuthenticationRestrictions }: Document, as: ServerUser): Document {
    if (this.#documentDb && showAuthenticationRestrictions) {
      throw new CommandError(9, "Unrecognized field: 'showAuthenticationRestrictions'");
    }
    const found = this.find(db, user);
    const itself = found?.username === as.username && found.database === as.database;
    if (!manages(as) && !itself) throw unauthorized("usersInfo");
    if (!found) return { users: [] };
    const { username, database, roles, customData, authenticationRestrictions, verifiers } = found;
    const shown = {
      _id: `${database}.${username}`,
      user: username,
      db: database,
      roles,
      ...(customData ? { customData } : {}),
    };
    if (this.#documentDb) return { users: [shown] };
    const mechanisms = Object.keys(verifiers);
    return {
      users: [
        {
          ...shown,
          mechanisms,
          ...(showAuthenticationRestrictions
            ? { authenticationRestrictions: authenticationRestrictions ?? [] }
            : {}),
        },
      ],
    };
  }
}

function manages({ roles }: ServerUser): boolean {
  return roles.some(({ role }) => /^(root|userAdmin|userAdminAnyDatabase)$/.test(role));
}

/** The action changeOwnPassword, which a role named after it stands for here. */
function changesOnlyItself(as: ServerUser, database: string, command: Document): boolean {
  const own = as.username === command.updateUser && as.database === database;
  const more = command.roles || command.customData || command.authenticationRestrictions;
  return own && !more && as.roles.some(({ role }) => role === "changeOwnPassword");
}

function unauthorized(name: string): CommandError {
  return new CommandError(13, `not authorized to execute command { ${name}: ... }`);
}
