export { type RunningSamba, type SambaOptions, startSamba } from "./start.ts";
