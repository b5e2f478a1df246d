export { type Account, makeAccount } from "./account.ts";
export { type Application, managed, type Period } from "./applications.ts";
export type { Key } from "./keys.ts";
export { addressOf, offices, type PermissionSet, type Person } from "./people.ts";
export { accountId, foreignAccountId, partnerAccountId, regions } from "./place.ts";
export { makeSecret, nameInFindings, type Secret } from "./secrets.ts";
export { workload } from "./workloads.ts";
