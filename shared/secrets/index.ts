export {
  type CacheOptions,
  type Clock,
  type Counters,
  counterReporter,
  type MetricsSink,
  type OnCount,
} from "./cache/index.ts";
export { type ConfigSources, config } from "./config/config.ts";
export { type ParametersCache, type ParametersCacheOptions, parametersCache } from "./config/parameters.ts";
export type { ParameterSource, ParameterValue } from "./config/source.ts";
export {
  ConfigError,
  SecretNotFoundError,
  SecretRefusedError,
  SecretUnavailableError,
  UnexpectedSecretError,
} from "./errors.ts";
export {
  type NeededSecret,
  type NeededSecrets,
  type Needs,
  type SecretsByName,
  type SecretsMiddleware,
  secretsMiddleware,
  withSecrets,
} from "./middleware.ts";
export { mysqlPool } from "./pools/mysql2.ts";
export { type PgSettings, pgSettings } from "./pools/pg.ts";
export { type Credentials, credentialsSchema, Secret, type SecretVersion } from "./secret.ts";
export type { SecretKey } from "./secret-key.ts";
export {
  type SecretsCache,
  type SecretsCacheOptions,
  secretsCache,
  type VersionOptions,
} from "./secrets-cache.ts";
export type { SecretSource } from "./source.ts";
export type { Transform, Transformed } from "./transform.ts";
export type { ReadBy, Using, UsingOptions } from "./using/using.ts";
