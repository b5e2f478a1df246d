import { afterAll, beforeAll } from "vitest";
import { type RunningServer, startMariadb } from "../../../local/mysql/index.ts";
import { mariadb as engine } from "../../../shared/rotation/engines/mysql/engine.ts";
import { walkCrashPoints } from "./crash-walk.ts";
import { createMariadbUser, mariadbLogsIn, mariadbSecretOf } from "./mariadb-users.ts";
import { storeSecret, storeUnderRotation } from "./secrets.ts";

let server: RunningServer;
let masterarn: string;
beforeAll(async () => {
  server = await startMariadb();
  masterarn = await storeSecret(mariadbSecretOf(server, server.superuser));
});
afterAll(() => server?.stop());

const subject = {
  name: "MariaDB",
  engine,
  logsIn: (fields: Readonly<Record<string, unknown>>) => mariadbLogsIn(server, fields),
  calls: ["GetRandomPassword"],
};

walkCrashPoints({
  ...subject,
  strategy: "single-user",
  prepare: async () => storeUnderRotation(mariadbSecretOf(server, await createMariadbUser(server))),
});

walkCrashPoints({
  ...subject,
  strategy: "alternating-users",
  prepare: async () =>
    storeUnderRotation({ ...mariadbSecretOf(server, await createMariadbUser(server)), masterarn }),
});
