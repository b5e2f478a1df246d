/** A class of things in a database that permissions are on and that have an owner. */
interface SecurableClass {
  /** As in sys.database_permissions.class. */
  number: number;
  /** As in GRANT … ON. */
  keyword: string;
  view: string;
  id: string;
  inSchema?: true;
}

/**
 * The classes of permissions that are on a thing with a name: documentation of sys.database_permissions. Users and
 * roles, class 4, have a keyword each and are not in the list; class 0 is the database itself.
 */
const securableClasses: readonly SecurableClass[] = [
  { number: 1, keyword: "OBJECT", view: "sys.all_objects", id: "object_id", inSchema: true },
  { number: 3, keyword: "SCHEMA", view: "sys.schemas", id: "schema_id" },
  { number: 5, keyword: "ASSEMBLY", view: "sys.assemblies", id: "assembly_id" },
  { number: 6, keyword: "TYPE", view: "sys.types", id: "user_type_id", inSchema: true },
  {
    number: 10,
    keyword: "XML SCHEMA COLLECTION",
    view: "sys.xml_schema_collections",
    id: "xml_collection_id",
    inSchema: true,
  },
  { number: 15, keyword: "MESSAGE TYPE", view: "sys.service_message_types", id: "message_type_id" },
  { number: 16, keyword: "CONTRACT", view: "sys.service_contracts", id: "service_contract_id" },
  { number: 17, keyword: "SERVICE", view: "sys.services", id: "service_id" },
  {
    number: 18,
    keyword: "REMOTE SERVICE BINDING",
    view: "sys.remote_service_bindings",
    id: "remote_service_binding_id",
  },
  { number: 19, keyword: "ROUTE", view: "sys.routes", id: "route_id" },
  { number: 23, keyword: "FULLTEXT CATALOG", view: "sys.fulltext_catalogs", id: "fulltext_catalog_id" },
  { number: 24, keyword: "SYMMETRIC KEY", view: "sys.symmetric_keys", id: "symmetric_key_id" },
  { number: 25, keyword: "CERTIFICATE", view: "sys.certificates", id: "certificate_id" },
  { number: 26, keyword: "ASYMMETRIC KEY", view: "sys.asymmetric_keys", id: "asymmetric_key_id" },
  { number: 29, keyword: "FULLTEXT STOPLIST", view: "sys.fulltext_stoplists", id: "stoplist_id" },
  {
    number: 31,
    keyword: "SEARCH PROPERTY LIST",
    view: "sys.registered_search_property_lists",
    id: "property_list_id",
  },
  {
    number: 32,
    keyword: "DATABASE SCOPED CREDENTIAL",
    view: "sys.database_scoped_credentials",
    id: "credential_id",
  },
];

const principalKeyword =
  "CASE v.type WHEN 'R' THEN N'ROLE' WHEN 'A' THEN N'APPLICATION ROLE' ELSE N'USER' END";

/** Names have another collation in some views; beside each other they need one. */
const nameOf = "v.name COLLATE DATABASE_DEFAULT";

function perClass(expression: (of: SecurableClass) => string): string {
  return securableClasses.map((of) => `WHEN ${of.number} THEN ${expression(of)}`).join("\n    ");
}

/** Every permission that a user of the database has been granted or denied; parameter @user. */
export const permissionsQuestion = `
SELECT p.permission_name AS permission, p.state,
  CASE p.class WHEN 0 THEN N''
    WHEN 4 THEN (SELECT ${principalKeyword} FROM sys.database_principals AS v WHERE v.principal_id = p.major_id)
    ${perClass(({ keyword }) => `N'${keyword}'`)} END AS keyword,
  CASE p.class
    ${securableClasses
      .filter(({ inSchema }) => inSchema)
      .map(
        ({ number, view, id }) =>
          `WHEN ${number} THEN (SELECT SCHEMA_NAME(v.schema_id) FROM ${view} AS v WHERE v.${id} = p.major_id)`,
      )
      .join("\n    ")} END AS [schema],
  CASE p.class
    WHEN 4 THEN (SELECT ${nameOf} FROM sys.database_principals AS v WHERE v.principal_id = p.major_id)
    ${perClass(({ view, id }) => `(SELECT ${nameOf} FROM ${view} AS v WHERE v.${id} = p.major_id)`)} END AS name,
  CASE WHEN p.class = 1 AND p.minor_id <> 0 THEN
    (SELECT ${nameOf} FROM sys.all_columns AS v WHERE v.object_id = p.major_id AND v.column_id = p.minor_id) END AS [column],
  CASE WHEN p.grantor_principal_id <> 1 THEN USER_NAME(p.grantor_principal_id) END AS grantor
FROM sys.database_permissions AS p
WHERE p.grantee_principal_id = DATABASE_PRINCIPAL_ID(@user)`;

/** Everything that a user of the database owns; parameter @user. */
export const ownedQuestion = [
  `SELECT ${principalKeyword} AS keyword, CONVERT(nvarchar(128), NULL) AS [schema], ${nameOf} AS name
FROM sys.database_principals AS v WHERE v.owning_principal_id = DATABASE_PRINCIPAL_ID(@user)`,
  ...securableClasses.map(
    ({ keyword, view, inSchema }) =>
      `SELECT N'${keyword}', ${inSchema ? "SCHEMA_NAME(v.schema_id)" : "NULL"}, ${nameOf}
FROM ${view} AS v WHERE v.principal_id = DATABASE_PRINCIPAL_ID(@user)`,
  ),
].join("\nUNION ALL ");

/** Every permission of a login on the server; parameter @name. */
export const serverPermissionsQuestion = `
SELECT p.permission_name AS permission, p.state,
  CASE p.class WHEN 100 THEN N''
    WHEN 101 THEN (SELECT CASE v.type WHEN 'R' THEN N'SERVER ROLE' ELSE N'LOGIN' END
      FROM sys.server_principals AS v WHERE v.principal_id = p.major_id)
    WHEN 105 THEN N'ENDPOINT'
    WHEN 108 THEN N'AVAILABILITY GROUP' END AS keyword,
  NULL AS [schema],
  CASE p.class
    WHEN 101 THEN (SELECT ${nameOf} FROM sys.server_principals AS v WHERE v.principal_id = p.major_id)
    WHEN 105 THEN (SELECT ${nameOf} FROM sys.endpoints AS v WHERE v.endpoint_id = p.major_id)
    WHEN 108 THEN (SELECT ${nameOf} FROM sys.availability_groups AS v
      JOIN sys.availability_replicas AS r ON r.group_id = v.group_id
      WHERE r.replica_metadata_id = p.major_id) END AS name,
  NULL AS [column],
  CASE WHEN p.grantor_principal_id <> 1 THEN SUSER_NAME(p.grantor_principal_id) END AS grantor
FROM sys.server_permissions AS p
JOIN sys.server_principals AS grantee ON grantee.principal_id = p.grantee_principal_id
WHERE grantee.name = @name`;
