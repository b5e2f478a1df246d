import { setTimeout as pause } from "node:timers/promises";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import pg from "pg";
import { z } from "zod";
import { type Secret, secretsCache } from "../../shared/secrets/index.ts";
import type { ClientSettings } from "../client-settings.ts";
import type { ApplicationResult } from "./result.ts";

const invalidPassword = "28P01";

/** What the application takes from its secret. */
const loginSchema = z.object({
  host: z.string(),
  port: z.number(),
  username: z.string(),
  password: z.string(),
  dbname: z.string(),
  sslrootcert: z.string(),
});

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
  const secrets = secretsCache({ client: new SecretsManagerClient(settings) });
  const read = (secret: Secret) => secret.json(loginSchema);
  const result: ApplicationResult = { logins: 0, refusedAtFirst: 0, longestWaitMs: 0, failures: 0 };
  let running = true;

  const request = async () => {
    const began = performance.now();
    let attempts = 0;
    const work = async (login: z.output<typeof loginSchema>) => {
      attempts += 1;
      try {
        await query(login);
      } catch (error) {
        if (attempts === 1 && isRefusal(error)) result.refusedAtFirst += 1;
        throw error;
      }
    };
    try {
      await secrets.using(secretId, work, { read, deadlineSeconds: 45 });
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

async function query(login: z.output<typeof loginSchema>): Promise<void> {
  const client = new pg.Client({
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: login.dbname,
    ssl: { ca: login.sslrootcert },
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
