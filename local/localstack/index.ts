export { LocalStackStartError } from "./errors.ts";
export type { LocalStackKind, LocalStackOptions, RunningLocalStack } from "./options.ts";
export { localStackPrograms } from "./process.ts";
export { startLocalStack } from "./start.ts";
