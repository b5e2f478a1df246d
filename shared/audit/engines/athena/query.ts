import { subMinutes } from "date-fns";
import type { Period, Want } from "../../engine.ts";
import { plainParts } from "../../subject/plain-parts.ts";

/** A query with `?` in place of values, and the values in their order, each a literal of SQL as Athena wants them. */
export interface AthenaQuery {
  sql: string;
  parameters: string[];
}

/** A table in Glue's catalogue. */
export interface AthenaTable {
  database: string;
  table: string;
}

/** A name that cannot be one of Athena's databases, tables or workgroups. */
export class AthenaNameError extends Error {
  override name = "AthenaNameError";
}

/** What a record's resources are called by, one after the other. DuckDB, in which the SQL is tested, writes this part otherwise. */
export const resourceArns = "array_join(transform(resources, resource -> resource.arn), ' ')";

/** What an event is made of, and nothing else: these columns are transferred. */
const columns = `eventversion, eventid, sharedeventid, eventtime, eventsource, eventname, awsregion, sourceipaddress,
  errorcode, errormessage, requestparameters, responseelements, additionaleventdata, readonly, recipientaccountid,
  vpcendpointid, useridentity.type AS usertype, useridentity.arn AS userarn, useridentity.principalid AS principalid,
  useridentity.accountid AS accountid, useridentity.accesskeyid AS accesskeyid, useridentity.invokedby AS invokedby,
  useridentity.sessioncontext.sessionissuer.arn AS issuerarn, ${resourceArns} AS resourcearns`;

/**
 * Selects the records that are wanted, and perhaps a few more. What people and callers chose is in the parameters alone: the SQL
 * depends on nothing but the kinds of things asked for.
 *
 * @throws AthenaNameError
 */
export function queryFor(want: Want, { database, table }: AthenaTable): AthenaQuery {
  const { period, events, isRefused } = want;
  const parameters: string[] = [];
  // To be called in the order in which the marks stand.
  const bind = (value: string) => {
    parameters.push(literal(value));
    return "?";
  };
  const days = daysOf(period);
  const clauses = [
    `day >= ${bind(days.first)} AND day <= ${bind(days.last)}`,
    // As texts: some records tell milliseconds, and all end with Z.
    `eventtime >= ${bind(secondOf(period.from))} AND eventtime < ${bind(secondOf(new Date(period.to.getTime() + 1_000)))}`,
    `(${events
      .map(({ source, names }) => {
        const ofSource = `lower(eventsource) = ${bind(source.toLowerCase())}`;
        if (!names) return ofSource;
        return `(${ofSource} AND lower(eventname) IN (${names.map((name) => bind(name.toLowerCase())).join(", ")}))`;
      })
      .join(" OR ")})`,
    ...(isRefused ? ["(errorcode LIKE 'AccessDenied%' OR errorcode LIKE '%UnauthorizedOperation%')"] : []),
  ];
  const { within, parts } = whatNames(want);
  if (parts.length > 0)
    clauses.push(
      `(${parts.map((part) => `strpos(${within}, ${bind(part.slice(0, longest))}) > 0`).join(" OR ")})`,
    );
  return {
    sql: `SELECT ${columns} FROM "${named(database)}"."${named(table)}" WHERE ${clauses.join(" AND ")}`,
    parameters,
  };
}

/** Where a record speaks of a key or secret; as text, in which quotes and slashes may be escaped. */
const ofResources = `concat_ws(' ', requestparameters, responseelements, additionaleventdata, errormessage, ${resourceArns})`;

const ofPrincipals = `concat_ws(' ', useridentity.arn, useridentity.principalid, useridentity.accesskeyid, useridentity.invokedby,
  useridentity.sessioncontext.sessionissuer.arn, concat(useridentity.type, ':', coalesce(useridentity.accountid, recipientaccountid)))`;

/** What to look for, and where; nothing where all records may be about the subject. */
function whatNames({ subject, spans }: Want): { within: string; parts: string[] } {
  if (subject?.kind !== "principal") return { within: ofResources, parts: plainParts(subject, spans) };
  // Where a record tells less of its caller, what it is called by is made up.
  const isMadeUp = subject.text === "" || /^Unknown:|:unknown$/.test(subject.text);
  return { within: ofPrincipals, parts: isMadeUp ? [] : [subject.text] };
}

/** A parameter has 1,024 characters at most, of which quotes may double. Source: StartQueryExecution in Athena's API reference. */
const longest = 500;

/** A literal of SQL: "to be treated as strings, they must be enclosed in single quotes", in Athena's user guide. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function named(name: string): string {
  if (/^[a-z0-9_]+$/.test(name)) return name;
  throw new AthenaNameError(`${name} is no name of a database or table: give one of a-z, 0-9 and _.`);
}

function secondOf(date: Date): string {
  return date.toISOString().slice(0, 19);
}

/** Of the folders of days, those that may have events of a period: CloudTrail may deliver them a day later. */
export function daysOf({ from, to }: Period): { first: string; last: string; count: number } {
  const dayMs = 24 * 60 * 60_000;
  const first = Math.floor(subMinutes(from, 5).getTime() / dayMs);
  const last = Math.floor((to.getTime() + dayMs - 1) / dayMs);
  const name = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10).replaceAll("-", "/");
  return { first: name(first), last: name(last), count: last - first + 1 };
}
