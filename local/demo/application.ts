import { setTimeout as pause } from "node:timers/promises";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import pRetry from "p-retry";
import pg from "pg";
import type { ClientSettings } from "../client-settings.ts";
import type { DatabaseSecret } from "./database.ts";
import type { ApplicationResult } from "./result.ts";

const invalidPassword = "28P01";

/** A running demo application. */
export interface DemoApplication {
  /** What it lived through so far. */
  result(): Readonly<ApplicationResult>;
  /** Stops it after the request under way. */
  stop(): Promise<void>;
}

/**
 * An application as AWS asks applications to be under single-user rotation: it keeps the secret in memory,
 * and when a login is refused it reads the secret anew and tries again with backoff.
 */
export function startApplication(settings: ClientSettings, secretId: string): DemoApplication {
  const secretsManager = new SecretsManagerClient(settings);
  const result: ApplicationResult = { logins: 0, refusedAtFirst: 0, longestWaitMs: 0, failures: 0 };
  let running = true;
  let secret: DatabaseSecret | undefined;

  const request = async () => {
    const began = performance.now();
    let attempts = 0;
    try {
      await pRetry(
        async () => {
          attempts += 1;
          secret ??= await readSecret(secretsManager, secretId);
          try {
            await query(secret);
          } catch (error) {
            if (attempts === 1 && isRefusal(error)) result.refusedAtFirst += 1;
            secret = undefined;
            throw error;
          }
        },
        {
          minTimeout: 50,
          factor: 1.5,
          maxTimeout: 1_000,
          retries: 60,
          maxRetryTime: 45_000,
          randomize: true,
        },
      );
      result.logins += 1;
    } catch {
      result.failures += 1;
    }
    if (attempts > 1)
      result.longestWaitMs = Math.max(result.longestWaitMs, Math.round(performance.now() - began));
  };

  const loop = (async () => {
    while (running) {
      await request();
      await pause(40);
    }
  })();

  return {
    result: () => result,
    stop: async () => {
      running = false;
      await loop;
    },
  };
}

async function readSecret(client: SecretsManagerClient, secretId: string): Promise<DatabaseSecret> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  return JSON.parse(SecretString ?? "{}") as DatabaseSecret;
}

async function query(secret: DatabaseSecret): Promise<void> {
  const client = new pg.Client({
    host: secret.host,
    port: secret.port,
    user: secret.username,
    password: secret.password,
    database: secret.dbname,
    ssl: { ca: secret.sslrootcert },
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks while idle reports it here; the query under way fails by itself.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
  } finally {
    await client.end().catch(() => {});
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === invalidPassword;
}
