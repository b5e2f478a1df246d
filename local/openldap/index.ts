export { type OpenLdapOptions, type RunningOpenLdap, startOpenLdap } from "./start.ts";
