/** One thing that an account may do; or, where a privilege is partially revoked, may not. */
export interface Right {
  kind: "privilege" | "role" | "restriction";
  /** "SELECT", "SELECT (`column`)", "GRANT OPTION"; for a role its quoted name. */
  what: string;
  /** "*.*", "`database`.*", "PROCEDURE `database`.`name`"; empty for a role. */
  on: string;
  /** Whether it may be passed on by itself: so it is with roles, proxies and MySQL's dynamic privileges. */
  delegable: boolean;
}

/** The names that stand for more than themselves. */
const allPrivileges = "ALL PRIVILEGES";
const grantOption = "GRANT OPTION";
const everywhere = "*.*";

/** MySQL's dynamic privileges are those with underscores. The others of a place share one grant option. */
const dynamic = /^[A-Z0-9]+(_[A-Z0-9]+)+$/;

const quotedText = /'(?:[^'\\]|\\.|'')*'/gs;

/**
 * Understands what SHOW GRANTS shows of an account. Lines that say how the user logs in, or which role is the
 * default, say no right and are left out.
 *
 * @param grantees the account as the server may show it: in backticks, or in quotes as older ones do
 */
export function parseGrants(lines: readonly string[], grantees: readonly string[]): Right[] {
  return lines.flatMap((line) => {
    const [verb = ""] = line.split(" ", 1);
    const word = verb === "REVOKE" ? "FROM" : "TO";
    const end = Math.max(...grantees.map((grantee) => line.lastIndexOf(` ${word} ${grantee}`)));
    if (end < 0) return [];
    const items = line.slice(verb.length + 1, end);
    const tail = line.slice(end).replace(quotedText, "''");
    const delegable = / WITH (GRANT|ADMIN) OPTION\b/.test(tail);
    const [names = "", ...on] = splitOutside(items, " ON ");
    return rightsOf(verb, splitOutside(names, ","), on.join(" ON "), delegable);
  });
}

function rightsOf(verb: string, names: readonly string[], on: string, delegable: boolean): Right[] {
  if (verb === "REVOKE") return names.map((what) => ({ kind: "restriction", what, on, delegable: false }));
  if (on === "") return names.map((what) => ({ kind: "role", what, on, delegable }));
  const privileges = names.flatMap(byColumn);
  const byItself = privileges.every((what) => what === "PROXY" || dynamic.test(what));
  const shared = delegable && !byItself ? [grantOption] : [];
  return [...privileges, ...shared]
    .filter((what) => what !== "USAGE")
    .map((what) => ({ kind: "privilege", what, on, delegable: delegable && byItself }));
}

/** "SELECT (`a`, `b`)" is a right for each column. */
function byColumn(privilege: string): string[] {
  const open = privilege.indexOf("(");
  if (open < 0) return [privilege];
  const columns = splitOutside(privilege.slice(open + 1, privilege.lastIndexOf(")")), ",");
  return columns.map((column) => `${privilege.slice(0, open).trim()} (${column})`);
}

/** Splits where the separator stands outside of quotes and parentheses. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let quote = "";
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote) {
      // A doubled quote closes and opens again.
      if (character === quote) quote = "";
    } else if (character === "`" || character === "'") {
      quote = character;
    } else if (character === "(") {
      depth++;
    } else if (character === ")") {
      depth--;
    } else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at).trim());
      start = at + separator.length;
      at = start - 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** A right in words, as GRANT and REVOKE have it. */
export function words({ kind, what, on, delegable }: Right): string {
  const place = kind === "role" ? what : `${what} ON ${on}`;
  const option = kind === "role" ? " WITH ADMIN OPTION" : " WITH GRANT OPTION";
  return `${kind === "restriction" ? "no " : ""}${place}${delegable ? option : ""}`;
}

/** What an account has too few and too many of, to have the rights of another. */
export interface RightsDifference {
  missing: readonly Right[];
  extra: readonly Right[];
}

/** Compares the rights that an account should have with those that it has. */
export function compareRights(wanted: readonly Right[], present: readonly Right[]): RightsDifference {
  return {
    missing: wanted.filter((right) => !present.some((one) => covers(one, right))),
    extra: present.filter((right) => !wanted.some((one) => covers(one, right))),
  };
}

/** All privileges of a place cover each of them, but neither the grant option nor those of a column. */
function covers(one: Right, other: Right): boolean {
  if (one.kind !== other.kind || one.on !== other.on) return false;
  if (one.what === other.what) return one.delegable || !other.delegable;
  return one.what === allPrivileges && other.what !== grantOption && !/[(]|^PROXY$/.test(other.what);
}

/**
 * The next statements on the way from what an account may do to what it should. What is missing comes first, so
 * that sessions of the user lose nothing that they keep; the rights must be read anew before the next call.
 *
 * @param grantee the account as a statement has it
 * @returns pairs of what it does and the statement; none if the rights are the same
 */
export function nextStatements(
  wanted: readonly Right[],
  present: readonly Right[],
  grantee: string,
): { doing: string; statement: string }[] {
  const { missing, extra } = compareRights(wanted, present);
  const restrictions = (rights: readonly Right[]) => rights.filter(({ kind }) => kind === "restriction");
  const others = (rights: readonly Right[]) => rights.filter(({ kind }) => kind !== "restriction");
  const steps = [
    () => grants(others(missing), grantee),
    () => revokes(restrictions(missing), grantee),
    () => revokes(withGrantOption(others(extra), present), grantee),
    () => grants(restrictions(extra), grantee),
  ];
  for (const step of steps) {
    const statements = step();
    if (statements.length > 0) return statements;
  }
  return [];
}

/**
 * MySQL takes the global grant option from dynamic privileges too, in its tables but not in its memory (seen in
 * 9.7). They are taken first, whole, and given again by the next statements.
 */
function withGrantOption(extra: readonly Right[], present: readonly Right[]): Right[] {
  const losesOption = extra.some(({ what, on }) => what === grantOption && on === everywhere);
  const lost = present.filter(
    (right) => right.on === everywhere && right.delegable && !extra.includes(right),
  );
  return losesOption ? [...lost, ...extra] : [...extra];
}

function grants(rights: readonly Right[], grantee: string) {
  return batches(rights).map(([first, ...more]) => {
    const names = [first, ...more].map(({ what }) => what).join(", ");
    const { kind, on, delegable } = first;
    const text = kind === "role" ? names : `${names === grantOption ? "USAGE" : names} ON ${on}`;
    const option = kind === "role" ? " WITH ADMIN OPTION" : " WITH GRANT OPTION";
    return {
      doing: `grant ${first.kind === "role" ? names : `${names} ON ${on}`} to ${grantee}`,
      statement: `GRANT ${text} TO ${grantee}${delegable || names === grantOption ? option : ""}`,
    };
  });
}

function revokes(rights: readonly Right[], grantee: string) {
  return batches(rights).map(([first, ...more]) => {
    const names = [first, ...more].map(({ what }) => what).join(", ");
    const text = first.kind === "role" ? names : `${names} ON ${first.on}`;
    return { doing: `revoke ${text} from ${grantee}`, statement: `REVOKE ${text} FROM ${grantee}` };
  });
}

/** Rights that one statement can name together: of one place, those that can be passed on apart from the others. */
function batches(rights: readonly Right[]): [Right, ...Right[]][] {
  const found = new Map<string, [Right, ...Right[]]>();
  for (const right of rights) {
    const alone = right.kind === "role" || [allPrivileges, grantOption, "PROXY"].includes(right.what);
    const key = JSON.stringify([right.kind, right.on, right.delegable, alone && right.what]);
    const batch = found.get(key);
    if (batch) batch.push(right);
    else found.set(key, [right]);
  }
  return [...found.values()];
}
