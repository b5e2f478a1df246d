/** What the template calls a stage's workgroup, database and table. */
export function athenaNames(stage: string) {
  return {
    workGroup: `rekey-${stage}`,
    table: { database: `rekey_${stage.replaceAll("-", "_").toLowerCase()}`, table: "cloudtrail" },
  };
}
