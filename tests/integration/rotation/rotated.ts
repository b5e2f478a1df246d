import { randomUUID } from "node:crypto";
import { createUser, type DatabaseServer, type DatabaseUser } from "./database.ts";
import { rotateStep } from "./process.ts";
import { secretOf, storeUnderRotation, userOf, versionWith } from "./secrets.ts";

/** What is done of a rotation that the state machine begins. */
export const wholeRotation = ["beginRotation", "createSecret", "setSecret", "testSecret", "finishSecret"];

/** A user's secret under rotation, with none done yet. */
export interface FreshSecret {
  user: DatabaseUser;
  secretId: string;
  /** The id of the version that has AWSCURRENT. */
  version: string;
}

/** A secret that was rotated once. */
export interface RotatedSecret {
  secretId: string;
  /** The user as it was before, which AWSPREVIOUS has, and as AWSCURRENT has it. */
  first: DatabaseUser;
  second: DatabaseUser;
  /** The ids of the versions that have AWSPREVIOUS and AWSCURRENT. */
  previous: string;
  version: string;
}

/** Makes a user with a secret under rotation. */
export async function freshSecret(server: DatabaseServer, more: object = {}): Promise<FreshSecret> {
  const user = await createUser(server);
  const secretId = await storeUnderRotation({ ...secretOf(server, user), ...more });
  return { user, secretId, version: String(await versionWith(secretId, "AWSCURRENT")) };
}

/** Makes a user with a secret, and rotates it. */
export async function rotatedOnce(server: DatabaseServer, more: object = {}): Promise<RotatedSecret> {
  const { user, secretId, version: previous } = await freshSecret(server, more);
  const version = await rotateOnce(secretId);
  return { secretId, first: user, second: await userOf(secretId, { id: version }), previous, version };
}

/** Rotates a secret and returns the id of the new version. */
export async function rotateOnce(secretId: string): Promise<string> {
  const token = randomUUID();
  for (const step of wholeRotation) await rotateStep(step, secretId, token);
  return token;
}
