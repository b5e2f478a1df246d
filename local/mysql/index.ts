export { startMariadb } from "./mariadb.ts";
export { findMysqld, startMysql } from "./mysql.ts";
export type { RunningServer, ServerOptions } from "./server.ts";
