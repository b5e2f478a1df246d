import {
  Secret,
  SecretNotFoundError,
  type SecretSource,
  type SecretsCache,
  type SecretsCacheOptions,
  SecretUnavailableError,
  secretsCache,
} from "../../../shared/secrets/index.ts";
import { aClock, type TestClock } from "./a-clock.ts";

/** Secrets in memory, in the place of Secrets Manager. */
export interface TestSource extends SecretSource {
  /** Stores a new version as AWSCURRENT; the last one becomes AWSPREVIOUS. Returns its id. */
  put(name: string, value: string | Uint8Array | object): string;
  delete(name: string): void;
  /** The ids that it was asked for, a batch as one text; `x@y` for label or version y. */
  calls: string[];
  /** As long as it is set, each call waits for it, and fails if it rejects. */
  trouble: (() => Promise<void>) | undefined;
}

/** What AWS would call a secret. */
export function arnOf(name: string): string {
  return `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-AbCdEf`;
}

/** Makes a source without any secret. */
export function aSource(): TestSource {
  const versions = new Map<string, Secret[]>();
  const find = (id: string, wanted?: string) => {
    const all =
      versions.get(id) ?? versions.get([...versions.keys()].find((name) => arnOf(name) === id) ?? "");
    if (wanted === undefined || wanted === "AWSCURRENT") return all?.at(-1);
    return wanted === "AWSPREVIOUS" ? all?.at(-2) : all?.find(({ versionId }) => versionId === wanted);
  };
  const source: TestSource = {
    calls: [],
    trouble: undefined,
    put: (name, value) => {
      const all = versions.get(name) ?? [];
      const versionId = `version-${all.length + 1}`;
      const content =
        typeof value === "string" || value instanceof Uint8Array ? value : JSON.stringify(value);
      const secret = new Secret({ arn: arnOf(name), name, versionId, stages: ["AWSCURRENT"] }, content);
      versions.set(name, [...all, secret]);
      return versionId;
    },
    delete: (name) => {
      versions.delete(name);
    },
    read: async ({ id, versionId, stage }) => {
      const wanted = versionId ?? stage;
      source.calls.push(wanted ? `${id}@${wanted}` : id);
      await source.trouble?.();
      const secret = find(id, wanted);
      if (!secret) throw new SecretNotFoundError(`There is no ${id}.`);
      return secret;
    },
    readMany: async (ids) => {
      source.calls.push(ids.join("+"));
      await source.trouble?.();
      return new Map(
        ids.flatMap((id) => {
          const secret = find(id);
          return secret ? [[id, secret] as const] : [];
        }),
      );
    },
  };
  return source;
}

/** Secrets Manager throttles, or is away. */
export async function down(): Promise<void> {
  throw new SecretUnavailableError("Secrets Manager is down.");
}

/** A cache of secrets in memory, with a clock that stands still and no jitter. */
export function aCache(options: Omit<SecretsCacheOptions, "source" | "clock"> = {}): {
  secrets: SecretsCache;
  source: TestSource;
  clock: TestClock;
} {
  const source = aSource();
  const clock = aClock();
  return { secrets: secretsCache({ jitter: 0, random: () => 0, ...options, source, clock }), source, clock };
}
