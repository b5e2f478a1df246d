export { debianProgram, ProgramMissingError } from "./program.ts";
