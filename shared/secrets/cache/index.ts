export { type Cache, createCache, type LoadMany } from "./cache.ts";
export { type Clock, systemClock, TimeOverError, within } from "./clock.ts";
export {
  type Counters,
  counterReporter,
  type MetricsSink,
  type OnCount,
} from "./counters.ts";
export { type CacheOptions, type CacheSettings, cacheSettingsSchema } from "./settings.ts";
