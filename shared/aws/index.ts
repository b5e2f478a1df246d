export { type ClientDefaults, makeClient } from "./clients.ts";
