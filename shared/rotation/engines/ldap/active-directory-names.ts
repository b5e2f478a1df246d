import { AndFilter, type Client, EqualityFilter, ResultCodeError } from "ldapts";
import { EngineError } from "../../errors.ts";
import { type DirectoryCredential, isDistinguishedName } from "./credential.ts";
import { anyError } from "./errors.ts";
import { rootDse } from "./root-dse.ts";

/**
 * The name by which a user logs in. A bare account name gets the domain of the server that is asked: a domain
 * controller takes account@domain whether or not the user has a user principal name.
 * Source: MS-ADTS, section 5.1.1.1.1 "Simple Authentication".
 */
export async function loginName(client: Client, credential: DirectoryCredential): Promise<string> {
  const { username } = credential;
  if (isDistinguishedName(username) || username.includes("@")) return username;
  return `${username}@${domainOf(await namingContext(client, credential))}`;
}

/**
 * The distinguished name of a user, which a change of its entry needs.
 *
 * @param as whose connection it is
 * @throws EngineError "statement" if the domain has no such user, or more than one
 */
export async function entryName(client: Client, as: DirectoryCredential, username: string): Promise<string> {
  if (isDistinguishedName(username)) return username;
  const base = await namingContext(client, as);
  const [account = "", domain] = username.split(/@(?=[^@]*$)/);
  const own = domain === undefined || domain.toLowerCase() === domainOf(base).toLowerCase();
  const byPrincipal = username.includes("@")
    ? await find(client, as, base, "userPrincipalName", username)
    : [];
  const found =
    byPrincipal.length > 0 || !own ? byPrincipal : await find(client, as, base, "sAMAccountName", account);
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  throw new EngineError(
    "statement",
    `${as.system} has ${only === undefined ? "no user" : "more than one user"} "${username}" in ${base}. Name the user by its distinguished name, and a domain controller of its domain in "host".`,
  );
}

async function find(
  client: Client,
  { system, username }: DirectoryCredential,
  base: string,
  attribute: string,
  value: string,
): Promise<string[]> {
  const filter = new AndFilter({
    filters: [
      new EqualityFilter({ attribute: "objectClass", value: "user" }),
      new EqualityFilter({ attribute, value }),
    ],
  });
  const { searchEntries } = await client
    .search(base, { scope: "sub", filter, attributes: ["1.1"], sizeLimit: 2 })
    .catch((error: unknown) => {
      throw error instanceof ResultCodeError ? anyError(error, system, username) : error;
    });
  return searchEntries.map(({ dn }) => dn);
}

async function namingContext(client: Client, credential: DirectoryCredential): Promise<string> {
  const { defaultNamingContext } = await rootDse(client, credential, ["defaultNamingContext"]);
  const [base] = defaultNamingContext;
  if (base) return base;
  throw new EngineError(
    "answer",
    `${credential.system} does not tell its domain (defaultNamingContext): it is no domain controller of Active Directory. Correct "host", or use the engine "ldap".`,
  );
}

/** DC=corp,DC=example,DC=com is corp.example.com. */
function domainOf(base: string): string {
  return [...base.matchAll(/(?:^|,)\s*DC=([^,]+)/gi)].map(([, label]) => label).join(".");
}
