import { afterAll, beforeAll } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/start.ts";
import { redis as engine } from "../../../shared/rotation/engines/redis/engine.ts";
import { walkCrashPoints } from "./crash-walk.ts";
import { createRedisUser, redisLogsIn, redisSecretOf } from "./redis-users.ts";
import { storeUnderRotation } from "./secrets.ts";

let server: RunningRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.stop());

walkCrashPoints({
  name: "Redis",
  engine,
  strategy: "overlap",
  prepare: async () => storeUnderRotation(redisSecretOf(server, await createRedisUser(server))),
  logsIn: (fields) => redisLogsIn(server, fields),
  calls: ["GetRandomPassword"],
});
