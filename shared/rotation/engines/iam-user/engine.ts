import {
  CreateAccessKeyCommand,
  LimitExceededException,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { Engine, NextCredential, SecretFields } from "../../engine.ts";
import { EngineError } from "../../errors.ts";
import { withKey } from "./clients.ts";
import { type IamUserCredential, parseIamUserCredential } from "./credential.ts";
import { assureRefused, assureTaken, isYoung } from "./identity.ts";
import { makeRoom, noRoom, removeKey } from "./room.ts";

/**
 * Access keys of IAM users:
 *
 *     { "engine": "iam-user", "username": "billing", "accessKeyId": "AKIA…", "secretAccessKey": "…" }
 *
 * and optionally "region", whose endpoints are asked; rotations add "createDate". Each user rotates its own keys with
 * the key that works: neither the function nor another user needs a right for it. The user's policy, with its path
 * before the name if it has one:
 *
 *     { "Effect": "Allow",
 *       "Action": ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:GetAccessKeyLastUsed", "iam:ListAccessKeys",
 *                  "iam:UpdateAccessKey"],
 *       "Resource": "arn:aws:iam::*:user/${aws:username}" }
 *
 * A user has at most two keys, so that AWSPREVIOUS's is retired before the next one is made. A run that dies between
 * IAM's answer and storing it leaves a key whose secret nobody knows; the first rotation after 15 minutes removes it.
 */
export const iamUser: Engine<IamUserCredential> = {
  strategies: ["overlap"],
  issues: true,
  parse: parseIamUserCredential,
  next: nextKey,
  logIn: (credential, timeoutMs) => assureTaken(credential, isYoung(credential), timeoutMs),
  overlap: {
    atMostTwo: "refuses-third",
    add: activate,
    remove,
    isSame: (one, other) => one.accessKeyId === other.accessKeyId,
  },
};

async function nextKey(fields: SecretFields, username: string, world: NextCredential): Promise<SecretFields> {
  const credential = parseIamUserCredential(fields);
  return withKey(credential, world.timeoutMs, async (clients) => {
    const labelled = await world.labelled();
    await makeRoom(clients, username, new Set([fields, ...labelled].map(({ accessKeyId }) => accessKeyId)));
    const { iamOnce, abortSignal } = clients;
    const command = new CreateAccessKeyCommand({ UserName: username });
    const { AccessKey } = await iamOnce.send(command, { abortSignal }).catch((error: unknown) => {
      throw error instanceof LimitExceededException ? noRoom(username, []) : error;
    });
    if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) {
      throw new EngineError("answer", "IAM answered CreateAccessKey without a key.");
    }
    return {
      ...fields,
      username,
      accessKeyId: AccessKey.AccessKeyId,
      secretAccessKey: AccessKey.SecretAccessKey,
      createDate: (AccessKey.CreateDate ?? new Date()).toISOString(),
    };
  });
}

/** IAM made the key active; one that somebody deactivated is activated again. Ends when AWS takes it. */
async function activate(
  as: IamUserCredential,
  _current: IamUserCredential,
  next: IamUserCredential,
  timeoutMs: number,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  const { username: UserName, accessKeyId: AccessKeyId } = next;
  const isActivated = await withKey(as, timeoutMs, async ({ iam, abortSignal }) => {
    const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName }), {
      abortSignal,
    });
    const key = keys.find((one) => one.AccessKeyId === AccessKeyId);
    if (key?.Status !== "Inactive") return false;
    const command = new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Active" });
    await iam.send(command, { abortSignal });
    return true;
  });
  await assureTaken(next, isActivated || isYoung(next), Math.max(1, end - performance.now()));
}

/** Ends when AWS refuses the old key. */
async function remove(
  as: IamUserCredential,
  kept: IamUserCredential,
  old: IamUserCredential,
  timeoutMs: number,
): Promise<void> {
  // Two versions may hold one key, where only another field was changed.
  if (old.accessKeyId === kept.accessKeyId) return;
  const end = performance.now() + timeoutMs;
  await withKey(as, timeoutMs, (clients) => removeKey(clients, kept.username, old.accessKeyId));
  await assureRefused(old, Math.max(1, end - performance.now()));
}
