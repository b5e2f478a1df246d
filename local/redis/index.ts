export { type RedisOptions, type RunningRedis, startRedis } from "./start.ts";
