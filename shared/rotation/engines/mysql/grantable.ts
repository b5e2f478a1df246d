import type { Right } from "./grants.ts";

/**
 * The rights that a superuser can certainly not pass on: it does not have them itself, or not with the grant option,
 * neither there nor on anything around it. What only the server could tell, such as of roles and of databases named
 * by a pattern, counts as grantable.
 *
 * @param own what the superuser may do
 */
export function notGrantable(own: readonly Right[], wanted: readonly Right[]): Right[] {
  return wanted.filter(
    (right) => right.kind === "privilege" && right.what !== "PROXY" && !mayGrant(own, right),
  );
}

function mayGrant(own: readonly Right[], { what, on }: Right): boolean {
  const around = own.filter((right) => right.kind === "privilege" && isAround(right.on, on));
  const has = (privilege: string) => around.some((right) => right.what === privilege);
  const delegates = has("GRANT OPTION");
  if (what === "GRANT OPTION") return delegates;
  const privilege = what.replace(/ \(.*$/s, "");
  if (around.some((right) => right.delegable && right.what === privilege)) return true;
  return delegates && (has(privilege) || has("ALL PRIVILEGES") || has(what));
}

/** Whether what is granted at one place counts at another: on the server, on the same, or on the database of it. */
function isAround(outer: string, inner: string): boolean {
  if (outer === "*.*" || outer === inner) return true;
  const [, pattern] = /^(`(?:[^`]|``)*`)\.\*$/.exec(outer) ?? [];
  if (pattern === undefined) return false;
  return /[%_]/.test(pattern) || inner.includes(`${pattern}.`);
}
