import { Attribute, Change, Client } from "ldapts";
import type { RunningOpenLdap } from "../../../local/openldap/index.ts";
import type { SecretFields } from "../../../shared/rotation/engine.ts";

/** A directory as its owner prepares it, with that owner logged in. */
export interface Directory {
  /** Adds a user with a new name. Returns its distinguished name. */
  addUser(password: string): Promise<string>;
  add(entry: string, attributes: Record<string, string | string[]>): Promise<void>;
  /** Replaces attributes of an entry; those without a value go. */
  replace(entry: string, attributes: Record<string, string | undefined>): Promise<void>;
  /** The values of one attribute of an entry. */
  read(entry: string, attribute: string): Promise<string[]>;
  /** A secret's fields for a user. */
  fields(username: string, password: string, more?: SecretFields): SecretFields;
  close(): Promise<void>;
}

/** Fills an empty directory: its top, and a policy for everyone. */
export async function fillDirectory(
  server: RunningOpenLdap,
  policy: Record<string, string> = {},
): Promise<Directory> {
  const { host, port, plainPort, caPem, suffix, root, defaultPolicy } = server;
  const client = new Client({ url: `ldap://${host}:${plainPort}` });
  await client.bind(root.username, root.password);
  await client.add(suffix, { objectClass: ["dcObject", "organization"], dc: "rekey", o: "Rekey" });
  const usual = { cn: "default", pwdAttribute: "userPassword" };
  await client.add(defaultPolicy, { objectClass: ["device", "pwdPolicy"], ...usual, ...policy });
  let users = 0;
  return {
    addUser: async (userPassword) => {
      users += 1;
      const uid = `app${users}`;
      const entry = `uid=${uid},${suffix}`;
      await client.add(entry, { objectClass: ["inetOrgPerson"], uid, cn: uid, sn: uid, userPassword });
      return entry;
    },
    add: (entry, attributes) => client.add(entry, attributes),
    replace: async (entry, attributes) => {
      const changes = Object.entries(attributes).map(([type, value]) => {
        const modification = new Attribute({ type, values: value === undefined ? [] : [value] });
        return new Change({ operation: "replace", modification });
      });
      await client.modify(entry, changes);
    },
    read: async (entry, attribute) => {
      const { searchEntries } = await client.search(entry, { scope: "base", attributes: [attribute] });
      return [searchEntries[0]?.[attribute] ?? []].flat().map(String);
    },
    fields: (username, password, more = {}) => ({
      engine: "ldap",
      host,
      port,
      username,
      password,
      sslrootcert: caPem,
      ...more,
    }),
    close: () => client.unbind(),
  };
}
