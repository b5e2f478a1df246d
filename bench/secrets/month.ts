import { Secret, type SecretSource, secretsCache } from "../../shared/secrets/index.ts";

/** Reads of a busy application in a month of 30 days. */
export const readsOfMonth = 30_000_000;

const monthMs = 30 * 86_400_000;

/** Dollars for an API call. Source: AWS Secrets Manager's prices of 2025, 0.05 for 10,000 calls. */
const dollarsPerCall = 0.05 / 10_000;

/** What so many calls cost, in dollars. */
export function costOf(calls: number): number {
  return calls * dollarsPerCall;
}

/** Reads a secret 30 million times, a month apart from first to last by the cache's clock; returns the calls made. */
export async function callsOfMonth(settings: { jitter?: number; refreshAhead?: number }): Promise<number> {
  let nowMs = 0;
  let calls = 0;
  const version = { arn: "", name: "prod/db", versionId: "1", stages: [] };
  const source: SecretSource = {
    read: async () => {
      calls += 1;
      return new Secret(version, "value");
    },
    readMany: async () => new Map(),
  };
  const clock = {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs,
    // Nothing here takes so long that a limit of time is reached.
    sleep: (_: number, signal: AbortSignal) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  };
  const secrets = secretsCache({ ...settings, source, clock });
  for (let read = 0; read < readsOfMonth; read += 1) {
    nowMs = (read * monthMs) / readsOfMonth;
    await secrets.get("prod/db");
  }
  return calls;
}
