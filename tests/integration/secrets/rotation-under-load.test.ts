import { randomUUID } from "node:crypto";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { makeClient } from "../../../shared/aws/index.ts";
import { pgSettings, type SecretsCache, secretsCache } from "../../../shared/secrets/index.ts";
import { rotateStep } from "../rotation/process.ts";
import { freshSecret } from "../rotation/rotated.ts";
import { type Application, startApplication } from "./application.ts";

const { postgres, endpoint } = inject("integration");

/** A pool that renews its connections often, so that there are logins all the time. */
async function poolOf(secrets: SecretsCache, secretId: string): Promise<pg.Pool> {
  const settings = await pgSettings(secrets, secretId);
  return new pg.Pool({ ...settings, ssl: { ca: postgres.caPem ?? "" }, max: 8, maxUses: 4 });
}

function newCache(): SecretsCache {
  return secretsCache({ client: makeClient(SecretsManagerClient, clientSettings(endpoint)) });
}

/** Waits until an application has begun so many requests more. */
function further({ lived }: Application, requests: number): Promise<true> {
  const goal = lived.begun + requests;
  return waitFor(() => lived.begun >= goal || undefined, { what: "requests", seconds: 30, everyMs: 20 });
}

test("through a single-user rotation no request is lost with using, and the same application without it loses some", async () => {
  const { secretId } = await freshSecret(postgres);
  const [secrets, plainSecrets] = [newCache(), newCache()];
  const [pool, plainPool] = [await poolOf(secrets, secretId), await poolOf(plainSecrets, secretId)];
  const query = () => pool.query("SELECT 1");
  const application = startApplication(() => secrets.using(secretId, query));
  const plain = startApplication(() => plainPool.query("SELECT 1"));
  await further(application, 25);
  expect(plain.lived.lost).toBe(0);

  const token = randomUUID();
  for (const step of ["beginRotation", "createSecret", "setSecret"]) await rotateStep(step, secretId, token);
  // The window in which the database takes the new password alone, held open for about a second.
  await further(application, 50);
  for (const step of ["testSecret", "finishSecret"]) await rotateStep(step, secretId, token);
  await further(application, 25);
  await Promise.all([application.stop(), plain.stop()]);

  const readings = secrets.counters().calls;
  expect(application.lived).toMatchObject({ lost: 0, done: application.lived.begun });
  expect(application.lived.begun).toBeGreaterThan(100);
  expect(secrets.counters().refreshes).toBeGreaterThan(0);
  expect(readings).toBeLessThan(15);
  expect(plain.lived.lost).toBeGreaterThan(10);
  await Promise.all([pool.end(), plainPool.end()]);
});
