export {
  type CacheOptions,
  type Clock,
  type Counters,
  counterReporter,
  type MetricsSink,
  type OnCount,
} from "./cache/index.ts";
export {
  ConfigError,
  SecretRefusedError,
  SecretUnavailableError,
  UnexpectedSecretError,
} from "./errors.ts";
export { type Credentials, credentialsSchema, Secret, type SecretVersion } from "./secret.ts";
export type { SecretKey } from "./secret-key.ts";
export {
  type SecretsCache,
  type SecretsCacheOptions,
  secretsCache,
  type VersionOptions,
} from "./secrets-cache.ts";
export type { SecretSource } from "./source.ts";
export type { ReadBy, Using, UsingOptions } from "./using/using.ts";
