import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { z } from "zod";
import { makeClient } from "../aws/index.ts";
import {
  type CacheOptions,
  type Clock,
  type Counters,
  cacheSettingsSchema,
  createCache,
  type OnCount,
  systemClock,
} from "./cache/index.ts";
import { SecretRefusedError } from "./errors.ts";
import { changedSecrets } from "./event.ts";
import type { Secret } from "./secret.ts";
import { isSameSecret, keyOf, keyText, type SecretKey } from "./secret-key.ts";
import { batchSize, type SecretSource, secretsManagerSource } from "./source.ts";
import { type Transform, type Transformed, transformed } from "./transform.ts";
import { createRenewal, type Renewal } from "./using/renewal.ts";
import { type Using, usingOf } from "./using/using.ts";

/** What a cache of secrets is made with; everything has a default. */
export interface SecretsCacheOptions extends CacheOptions {
  /** The client that reads; one of the process's own region and credentials if absent. */
  client?: SecretsManagerClient;
  /** Where secrets are read from instead of Secrets Manager. */
  source?: SecretSource;
  clock?: Clock;
  /** From 0 to below 1. */
  random?: () => number;
  /** Told of everything that is counted. */
  onCount?: OnCount;
}

/** Which version of a secret is meant: AWSCURRENT unless told. */
export type VersionOptions = Omit<SecretKey, "id">;

/** Secrets, each read once for a whole process. */
export interface SecretsCache {
  /**
   * A secret, by its name or ARN; with `transform` its value, as Powertools' parameters give it.
   *
   * @throws UnexpectedSecretError if the value cannot be transformed
   * @throws SecretRefusedError if there is none, or no right to read it
   * @throws SecretUnavailableError if it cannot be read now, and no value that may still be served is at hand
   */
  get<T extends Transform>(id: string, options: VersionOptions & { transform: T }): Promise<Transformed<T>>;
  get(id: string, version?: VersionOptions): Promise<Secret>;
  /**
   * The same as JSON, checked by a schema.
   *
   * @throws UnexpectedSecretError that names the fields that are not as they should be
   */
  getJson<S extends z.ZodType>(id: string, schema: S, version?: VersionOptions): Promise<z.output<S>>;
  /** Does something with a secret, and again with a fresh value while the login is refused. */
  using: Using;
  /** Reads what is missing of many secrets, 20 a call. What cannot be read is told by the `get` that needs it. */
  warmUp(ids: readonly string[]): Promise<void>;
  /** Forgets all versions of a secret, by its name or ARN. */
  drop(id: string): void;
  /**
   * Forgets the secrets that an EventBridge event says have changed.
   *
   * @param event "AWS API Call via CloudTrail" or "AWS Service Event via CloudTrail", as an object or its JSON; others are ignored
   * @returns the ids that the event names
   */
  onEvent(event: unknown): string[];
  counters(): Readonly<Counters>;
  /** How many versions are kept. */
  size(): number;
}

/** Makes an empty cache of secrets; make one for a whole process. */
export function secretsCache(options: SecretsCacheOptions = {}): SecretsCache {
  const { client, source: given, clock = systemClock, random = Math.random, onCount, ...rest } = options;
  const settings = cacheSettingsSchema.parse(rest);
  const source = given ?? secretsManagerSource(client ?? makeClient(SecretsManagerClient));
  const cache = createCache<Secret>(settings, {
    clock,
    random,
    onCount,
    load: async (text, signal) => {
      const key = keyOf(text);
      const secret = await source.read(key, signal);
      if (text === key.id) forgetLabels(key.id);
      return secret;
    },
    isFinal: (error) => error instanceof SecretRefusedError,
  });
  /** Labels move together: when AWSCURRENT is read anew, so are the others. */
  const forgetLabels = (id: string) => {
    cache.drop((text) => {
      const key = keyOf(text);
      return key.id === id && key.stage !== undefined && key.versionId === undefined;
    });
  };

  const renewal: Renewal = createRenewal({ clock, random, maxItems: settings.maxItems, cache });
  function get<T extends Transform>(
    id: string,
    options: VersionOptions & { transform: T },
  ): Promise<Transformed<T>>;
  function get(id: string, version?: VersionOptions): Promise<Secret>;
  function get(id: string, options?: VersionOptions & { transform?: Transform }): Promise<unknown> {
    if (options === undefined) return cache.get(id);
    const { transform, ...version } = options;
    const secret = cache.get(keyText({ id, ...version }));
    return transform ? secret.then((one) => transformed(one, transform)) : secret;
  }

  return {
    get,
    getJson: async (id, schema, version) => (await get(id, version)).json(schema),
    using: usingOf({ get: (id) => cache.get(id), renewal, clock }),
    warmUp: async (ids) => {
      const distinct = [...new Set(ids)];
      const batches = Array.from({ length: Math.ceil(distinct.length / batchSize) }, (_, index) =>
        distinct.slice(index * batchSize, (index + 1) * batchSize),
      );
      await Promise.all(batches.map((batch) => cache.fill(batch, source.readMany)));
    },
    drop: (id) => forget(id),
    onEvent: (event) => {
      const ids = changedSecrets(event);
      for (const id of ids) forget(id);
      return ids;
    },
    counters: cache.counters,
    size: cache.size,
  };

  function forget(id: string): void {
    cache.drop(
      (text, secret) => isSameSecret(keyOf(text).id, id) || secret?.arn === id || secret?.name === id,
    );
  }
}
