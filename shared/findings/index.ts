export { type Finding, type Severity, severities } from "./finding.ts";
