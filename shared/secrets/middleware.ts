import { counterReporter, type MetricsSink } from "./cache/index.ts";
import type { Secret } from "./secret.ts";
import type { SecretsCache, VersionOptions } from "./secrets-cache.ts";
import type { Transform, Transformed } from "./transform.ts";

/** A secret that a handler needs: its name or ARN, with a version or a transform if wanted. */
export type NeededSecret = string | (VersionOptions & { id: string; transform?: Transform });

/** The secrets that a handler needs, by the names that the handler knows them by. */
export type Needs = Readonly<Record<string, NeededSecret>>;

/** What a handler gets: a secret for each, or what a transform makes of it. */
export type SecretsByName<N extends Needs = Readonly<Record<string, string>>> = {
  readonly [K in keyof N]: N[K] extends { transform: infer T extends Transform } ? Transformed<T> : Secret;
};

/** Which secrets a handler needs. */
export interface NeededSecrets<N extends Needs> {
  secrets: SecretsCache;
  needs: N;
  /** Where the cache's counters are added after each invocation, such as Powertools' Metrics. */
  metrics?: MetricsSink;
}

/** What of middy's request is used. */
interface MiddyRequest<N extends Needs> {
  /** The middleware makes it so. */
  context: { secrets: SecretsByName<N> };
}

/** A middleware as middy takes it. */
export interface SecretsMiddleware<N extends Needs> {
  before: (request: MiddyRequest<N>) => Promise<void>;
  after: () => void;
  onError: () => void;
}

/**
 * A middy middleware that puts the secrets that a handler needs on its context, as `context.secrets`. All that are
 * not at hand are read with one call.
 *
 * @throws SecretRefusedError, SecretUnavailableError, UnexpectedSecretError before the handler runs
 */
export function secretsMiddleware<const N extends Needs>(needed: NeededSecrets<N>): SecretsMiddleware<N> {
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
export function withSecrets<const N extends Needs, A extends unknown[], R>(
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

async function read<N extends Needs>({ secrets, needs }: NeededSecrets<N>): Promise<SecretsByName<N>> {
  const wanted = Object.entries<NeededSecret>(needs).map(([name, need]) => ({
    name,
    ...(typeof need === "string" ? { id: need } : need),
  }));
  const current = wanted.filter(({ stage, versionId }) => stage === undefined && versionId === undefined);
  await secrets.warmUp(current.map(({ id }) => id));
  const found = await Promise.all(
    wanted.map(async ({ name, id, transform, ...version }) => {
      const value = transform ? secrets.get(id, { ...version, transform }) : secrets.get(id, version);
      return [name, await value] as const;
    }),
  );
  return Object.fromEntries(found) as SecretsByName<N>;
}

function reporterOf({ secrets, metrics }: Pick<NeededSecrets<Needs>, "secrets" | "metrics">): () => void {
  const report = counterReporter(secrets.counters);
  return () => {
    if (metrics) report(metrics);
  };
}
