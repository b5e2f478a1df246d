import { escapeIdentifier } from "pg";
import type { DefaultRow, FunctionRow, OwnedRow, RelationRow, ScopeRow, UserCatalog } from "./catalog.ts";

/** One privilege as GRANT and REVOKE name it. */
export interface Grant {
  /** Empty, or the beginning of ALTER DEFAULT PRIVILEGES for a privilege on what is yet to be made. */
  prefix: string;
  /** `SELECT`, or `SELECT ("column")`. */
  privilege: string;
  /** `ON TABLE "schema"."name"`, or `FOR TABLES IN SCHEMA "schema"`. */
  on: string;
  grantable: boolean;
}

/** Something owned, and the privileges that make one who has them the owner's equal in most ways. */
export interface Owned {
  on: string;
  privileges: readonly string[];
}

/** By these it is seen whether all privileges were granted. */
const onRelations = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/** What can be granted; the views also show others of PostgreSQL's, which Redshift has no statement for. */
const grantable = new Set([
  ...onRelations,
  ...["REFERENCES", "DROP", "ALTER", "TRUNCATE", "EXECUTE", "USAGE", "CREATE", "TEMP"],
]);

/** How ALTER DEFAULT PRIVILEGES calls what SVV_DEFAULT_PRIVILEGES calls an object type, and what can be granted on it. */
export const defaultTypes: Readonly<Record<string, { plural: string; privileges: readonly string[] }>> = {
  RELATION: { plural: "TABLES", privileges: onRelations },
  FUNCTION: { plural: "FUNCTIONS", privileges: ["EXECUTE"] },
  PROCEDURE: { plural: "PROCEDURES", privileges: ["EXECUTE"] },
};

/** What a user was granted by name, from the catalog's rows. */
export function grantsOf(catalog: UserCatalog): Grant[] {
  return [
    ...catalog.relations.map(ofRelation),
    ...catalog.schemas.map((row) => ofScope(row, "SCHEMA")),
    ...catalog.databases.map((row) => ofScope(row, "DATABASE")),
    ...catalog.functions.map(ofFunction),
    ...catalog.languages.map((row) => ({
      prefix: "",
      privilege: row.privilege_type,
      on: `ON LANGUAGE ${escapeIdentifier(row.language_name)}`,
      grantable: isTrue(row.admin_option),
    })),
  ].filter(({ privilege }) => isGrantable(privilege));
}

/** What is owned, as GRANT names it. */
export function ownedOf({ owned }: UserCatalog): Owned[] {
  return owned.map((row) => {
    const name = escapeIdentifier(row.name);
    const full = `${escapeIdentifier(row.namespace_name)}.${name}`;
    switch (row.kind) {
      case "relation":
        return { on: `ON TABLE ${full}`, privileges: onRelations };
      case "schema":
        return { on: `ON SCHEMA ${name}`, privileges: ["CREATE", "USAGE"] };
      case "database":
        return { on: `ON DATABASE ${name}`, privileges: ["CREATE", "TEMP"] };
      default:
        return { on: onRoutine(row.kind, full, row.argument_types), privileges: ["EXECUTE"] };
    }
  });
}

/** A privilege on what a user will make, from a row of SVV_DEFAULT_PRIVILEGES; undefined for one that cannot be granted. */
export function ofDefault(row: DefaultRow, owner: string): Grant | undefined {
  const type = defaultTypes[row.object_type];
  if (!type || !isGrantable(row.privilege_type)) return undefined;
  return {
    prefix: defaultPrefix(owner, row.schema_name || undefined),
    privilege: row.privilege_type,
    on: `ON ${type.plural}`,
    grantable: isTrue(row.admin_option),
  };
}

/** The beginning of ALTER DEFAULT PRIVILEGES for what a user will make. */
export function defaultPrefix(owner: string, schema?: string): string {
  const where = schema ? ` IN SCHEMA ${escapeIdentifier(schema)}` : "";
  return `ALTER DEFAULT PRIVILEGES FOR USER ${escapeIdentifier(owner)}${where} `;
}

/** Whether two are the same privilege on the same thing, whether or not it can be passed on. */
export function samePrivilege(one: Grant, other: Grant): boolean {
  return one.prefix === other.prefix && one.privilege === other.privilege && one.on === other.on;
}

/** @param to a user quoted, or `GROUP …`, `ROLE …`, PUBLIC */
export function grantSql({ prefix, privilege, on, grantable: passOn }: Grant, to: string): string {
  return `${prefix}GRANT ${privilege} ${on} TO ${to}${passOn ? " WITH GRANT OPTION" : ""}`;
}

/** @param from a user quoted, or `GROUP …`, `ROLE …`, PUBLIC */
export function revokeSql({ prefix, privilege, on }: Grant, from: string, optionOnly = false): string {
  return `${prefix}REVOKE ${optionOnly ? "GRANT OPTION FOR " : ""}${privilege} ${on} FROM ${from}`;
}

function ofRelation(row: RelationRow): Grant {
  const column = row.column_name === null ? "" : ` (${escapeIdentifier(row.column_name)})`;
  return {
    prefix: "",
    privilege: `${row.privilege_type}${column}`,
    on: `ON TABLE ${escapeIdentifier(row.namespace_name)}.${escapeIdentifier(row.relation_name)}`,
    grantable: isTrue(row.admin_option),
  };
}

function ofScope(row: ScopeRow, kind: "SCHEMA" | "DATABASE"): Grant {
  const name = `${kind} ${escapeIdentifier(row.name)}`;
  return {
    prefix: "",
    privilege: row.privilege_type === "TEMPORARY" ? "TEMP" : row.privilege_type,
    on: row.privilege_scope === kind ? `ON ${name}` : `FOR ${row.privilege_scope} IN ${name}`,
    grantable: isTrue(row.admin_option),
  };
}

function ofFunction(row: FunctionRow): Grant {
  const full = `${escapeIdentifier(row.namespace_name)}.${escapeIdentifier(row.function_name)}`;
  const kind = isTrue(row.is_procedure) ? "procedure" : "function";
  return {
    prefix: "",
    privilege: row.privilege_type,
    on: onRoutine(kind, full, row.argument_types),
    grantable: isTrue(row.admin_option),
  };
}

/** The types come from the server itself, as GRANT reads them. */
function onRoutine(kind: OwnedRow["kind"], full: string, argumentTypes: string): string {
  return `ON ${kind.toUpperCase()} ${full}(${argumentTypes})`;
}

function isGrantable(privilege: string): boolean {
  return grantable.has(privilege.split(" ")[0] ?? "");
}

/** Redshift's views write truth as t or True. */
export function isTrue(text: string | null): boolean {
  return text !== null && /^t/i.test(text);
}
