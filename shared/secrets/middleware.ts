import { counterReporter, type MetricsSink } from "./cache/index.ts";
import type { Secret } from "./secret.ts";
import type { SecretsCache } from "./secrets-cache.ts";

/** Secrets by the names that a handler knows them by. */
export type SecretsByName<N extends string = string> = Readonly<Record<N, Secret>>;

/** Which secrets a handler needs. */
export interface NeededSecrets<N extends string> {
  secrets: SecretsCache;
  /** The secrets' names or ARNs, by the names that the handler knows them by. */
  needs: Readonly<Record<N, string>>;
  /** Where the cache's counters are added after each invocation, such as Powertools' Metrics. */
  metrics?: MetricsSink;
}

/** What of middy's request is used. */
interface MiddyRequest<N extends string> {
  /** The middleware makes it so. */
  context: { secrets: SecretsByName<N> };
}

/** A middleware as middy takes it. */
export interface SecretsMiddleware<N extends string> {
  before: (request: MiddyRequest<N>) => Promise<void>;
  after: () => void;
  onError: () => void;
}

/**
 * A middy middleware that puts the secrets that a handler needs on its context, as `context.secrets`. All that are
 * not at hand are read with one call.
 *
 * @throws SecretRefusedError, SecretUnavailableError before the handler runs
 */
export function secretsMiddleware<N extends string>(needed: NeededSecrets<N>): SecretsMiddleware<N> {
  const report = reporterOf(needed);
  return {
    before: async ({ context }) => {
      context.secrets = await read(needed);
    },
    after: report,
    onError: report,
  };
}

/** The same for a handler without middy: it gets the secrets after what it is called with. */
export function withSecrets<N extends string, A extends unknown[], R>(
  needed: NeededSecrets<N>,
  handler: (secrets: SecretsByName<N>, ...args: A) => Promise<R>,
): (...args: A) => Promise<R> {
  const report = reporterOf(needed);
  return async (...args) => {
    try {
      return await handler(await read(needed), ...args);
    } finally {
      report();
    }
  };
}

async function read<N extends string>({ secrets, needs }: NeededSecrets<N>): Promise<SecretsByName<N>> {
  const wanted = Object.entries<string>(needs);
  await secrets.warmUp(wanted.map(([, id]) => id));
  const found = await Promise.all(wanted.map(async ([name, id]) => [name, await secrets.get(id)] as const));
  return Object.fromEntries(found) as SecretsByName<N>;
}

function reporterOf({ secrets, metrics }: NeededSecrets<string>): () => void {
  const report = counterReporter(secrets.counters);
  return () => {
    if (metrics) report(metrics);
  };
}
