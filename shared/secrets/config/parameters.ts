import { SSMClient } from "@aws-sdk/client-ssm";
import { makeClient } from "../../aws/index.ts";
import {
  type CacheOptions,
  type Clock,
  type Counters,
  cacheSettingsSchema,
  createCache,
  type OnCount,
  systemClock,
} from "../cache/index.ts";
import { SecretRefusedError } from "../errors.ts";
import { batchSize, isPath, type ParameterSource, type ParameterValue, parameterStore } from "./source.ts";

/** What a cache of parameters is made with; everything has a default. */
export interface ParametersCacheOptions extends CacheOptions {
  /** The client that reads; one of the process's own region and credentials if absent. */
  client?: SSMClient;
  /** Where parameters are read from instead of Parameter Store. */
  source?: ParameterSource;
  clock?: Clock;
  /** From 0 to below 1. */
  random?: () => number;
  onCount?: OnCount;
}

/** Parameters of Parameter Store, decrypted, each read once for a whole process. */
export interface ParametersCache {
  /**
   * A parameter by its name or ARN, with `:version` or `:label` if wanted; a name that ends with a slash is a path, and
   * gives all that is below by what their names have beyond the path.
   *
   * @throws SecretRefusedError if there is none, or no right to read it
   * @throws SecretUnavailableError if it cannot be read now, and no value that may still be served is at hand
   */
  get(name: string): Promise<ParameterValue>;
  /** Reads what is missing of many parameters, ten a call, and a path by itself. */
  warmUp(names: readonly string[]): Promise<void>;
  /** Forgets a parameter, or a path. */
  drop(name: string): void;
  counters(): Readonly<Counters>;
}

/** Makes an empty cache of parameters; make one for a whole process. */
export function parametersCache(options: ParametersCacheOptions = {}): ParametersCache {
  const { client, source: given, clock = systemClock, random = Math.random, onCount, ...rest } = options;
  const source = given ?? parameterStore(client ?? makeClient(SSMClient));
  const cache = createCache<ParameterValue>(cacheSettingsSchema.parse(rest), {
    clock,
    random,
    onCount,
    load: (name, signal) => source.read(name, signal),
    isFinal: (error) => error instanceof SecretRefusedError,
  });
  return {
    get: cache.get,
    warmUp: async (names) => {
      const distinct = [...new Set(names)];
      const single = distinct.filter((name) => !isPath(name));
      const batches = Array.from({ length: Math.ceil(single.length / batchSize) }, (_, index) =>
        single.slice(index * batchSize, (index + 1) * batchSize),
      );
      await Promise.all([
        ...batches.map((batch) => cache.fill(batch, source.readMany)),
        ...distinct
          .filter(isPath)
          .map((path) =>
            cache.fill([path], async (_, signal) => new Map([[path, await source.read(path, signal)]])),
          ),
      ]);
    },
    drop: (name) => {
      cache.drop((other) => other === name);
    },
    counters: cache.counters,
  };
}
