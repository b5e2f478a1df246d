import { Attribute, Change, Client } from "ldapts";
import type { RunningSamba } from "../../../local/samba/index.ts";
import type { SecretFields } from "../../../shared/rotation/engine.ts";

/** A domain as its administrator prepares it. */
export interface Domain {
  /** Adds an enabled user with a new name. */
  addUser(password: string): Promise<{ account: string; entry: string }>;
  /** Replaces attributes of an entry, of the domain's own (with its policy) if none is named. */
  replace(attributes: Record<string, string>, entry?: string): Promise<void>;
  /** A secret's fields for a user. */
  fields(username: string, password: string, more?: SecretFields): SecretFields;
  close(): Promise<void>;
}

/** A new domain's policy but for the age: users may change their passwords at once. */
export async function openDomain(server: RunningSamba): Promise<Domain> {
  const { host, port, caPem, suffix, domain, administrator } = server;
  const client = new Client({ url: `ldaps://${host}:${port}`, tlsOptions: { ca: [caPem] } });
  await client.bind(`${administrator.username}@${domain}`, administrator.password);
  const replace: Domain["replace"] = async (attributes, entry = suffix) => {
    const changes = Object.entries(attributes).map(([type, value]) => change(type, value));
    await client.modify(entry, changes);
  };
  await replace({ minPwdAge: "0" });
  let users = 0;
  return {
    replace,
    addUser: async (password) => {
      users += 1;
      const account = `app${users}`;
      const entry = `CN=${account},CN=Users,${suffix}`;
      await client.add(entry, { objectClass: ["user"], sAMAccountName: account });
      await client.modify(entry, change("unicodePwd", Buffer.from(`"${password}"`, "utf16le")));
      await replace({ userAccountControl: "512" }, entry);
      return { account, entry };
    },
    fields: (username, password, more = {}) => ({
      engine: "active-directory",
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

function change(type: string, value: string | Buffer): Change {
  const values = typeof value === "string" ? [value] : [value];
  const modification = new Attribute({ type, values: values as string[] | Buffer[] });
  return new Change({ operation: "replace", modification });
}
