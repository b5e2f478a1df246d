import type { Statement } from "./connection.ts";
import { identifier } from "./names.ts";
import type { ObjectPrivilege } from "./stored-user.ts";

/** GRANT … ON, or what Amazon RDS has in its place. */
export function giveOnObject(one: ObjectPrivilege, to: string, options: string, rds: boolean): Statement {
  if (!byProcedure(one, rds)) {
    return { text: `GRANT ${one.privilege} ON ${onObject(one)} TO ${identifier(to)}${options}` };
  }
  const grantable = one.grantOption ? "TRUE" : "FALSE";
  return {
    text: `BEGIN rdsadmin.rdsadmin_util.grant_sys_object(p_obj_name => :object, p_grantee => :grantee, p_privilege => :privilege, p_grant_option => ${grantable}); END;`,
    parameters: { object: one.object, grantee: to, privilege: one.privilege },
  };
}

/** REVOKE … ON, or what Amazon RDS has in its place. */
export function takeOnObject(one: ObjectPrivilege, to: string, rds: boolean): Statement {
  if (!byProcedure(one, rds)) {
    return { text: `REVOKE ${one.privilege} ON ${onObject(one)} FROM ${identifier(to)}` };
  }
  return {
    text: "BEGIN rdsadmin.rdsadmin_util.revoke_sys_object(p_obj_name => :object, p_revokee => :grantee, p_privilege => :privilege); END;",
    parameters: { object: one.object, grantee: to, privilege: one.privilege },
  };
}

/** Amazon RDS: "Granting SELECT or EXECUTE privileges to SYS objects". */
function byProcedure({ owner, type }: ObjectPrivilege, rds: boolean): boolean {
  return rds && owner === "SYS" && type !== "USER";
}

/** What stands after ON: some kinds of objects have no schema, and some have a keyword. */
export function onObject({ owner, object, type }: ObjectPrivilege): string {
  if (/^(DIRECTORY|EDITION|USER)$/.test(type)) return `${type} ${identifier(object)}`;
  const keyword = /^(JAVA SOURCE|JAVA RESOURCE|MINING MODEL|SQL TRANSLATION PROFILE)$/.test(type);
  return `${keyword ? `${type} ` : ""}${identifier(owner)}.${identifier(object)}`;
}
