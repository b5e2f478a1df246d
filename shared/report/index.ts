export { aliasesInAccount } from "./aliases-in-account.ts";
export { gatherReport, type ReportSettings } from "./gather.ts";
export { type PageParts, reportPage } from "./page.ts";
export { type Report, reportSchema } from "./report.ts";
export { type RotationInAccount, rotationInAccount } from "./rotation/in-account.ts";
