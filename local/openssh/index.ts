export { type OpenSshOptions, type RunningOpenSsh, startOpenSsh } from "./start.ts";
export { makeUser, type SystemUser } from "./user.ts";
