export { debianBinaries } from "./binaries.ts";
export { type PostgresOptions, type RunningPostgres, startPostgres } from "./start.ts";
