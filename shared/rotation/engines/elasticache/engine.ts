import type { Engine, NextCredential, SecretFields } from "../../engine.ts";
import { unlessRefused } from "../../refusal.ts";
import { redis } from "../redis/engine.ts";
import {
  type ElastiCacheCredential,
  parseElastiCacheCredential,
  passwordLength,
  settablePassword,
} from "./credential.ts";
import { withUser } from "./user.ts";

/**
 * Users of Amazon ElastiCache (role-based access control), changed by ElastiCache's API with the function's own role:
 *
 *     { "engine": "elasticache", "user_arn": "arn:aws:elasticache:…:user:app", "username": "app", "password": "…" }
 *
 * as AWS's rotation template has it, and optionally "host" and "port" of a cache that the user may use. With them a
 * password is proved by a login, which the template never does. Without them nobody can tell which passwords a user
 * has: that ElastiCache took the change and the user is active again is all the proof there is.
 *
 * The role needs elasticache:DescribeUsers and elasticache:ModifyUser on the user. A user has at most two passwords:
 * a rotation replaces whatever there is by AWSPENDING's and AWSCURRENT's.
 *
 * A change takes seconds, or some minutes for a user of large caches: longer than a phase. Every method waits as long as
 * it may for the user to be active, and then says so by ChangeInProgressError; nothing is promoted before.
 *
 * Tested against a server of our own that answers as ElastiCache's Query protocol does, and against a real Redis for
 * the logins: no emulator at hand has ElastiCache's users.
 */
export const elasticache: Engine<ElastiCacheCredential> = {
  strategies: ["overlap"],
  parse: parseElastiCacheCredential,
  provesLogin: ({ server }) => server !== undefined,
  next: nextValue,

  logIn: (credential, timeoutMs) =>
    withUser(credential, timeoutMs, async (user) => {
      await user.whenActive();
      if (credential.server) await redis.logIn(credential.server, user.remainingMs());
    }),

  overlap: {
    atMostTwo: "drops-oldest",

    add: (_, current, next, timeoutMs) =>
      withUser(next, timeoutMs, async (user) => {
        const password = settablePassword(next);
        await user.whenActive();
        const done =
          (await isTaken(next, user.remainingMs())) && (await isTaken(current, user.remainingMs()));
        if (done) return;
        const kept =
          current.password === undefined || current.password === password ? [] : [current.password];
        await user.setPasswords([password, ...kept]);
      }),

    remove: (_, kept, old, timeoutMs) =>
      withUser(kept, timeoutMs, async (user) => {
        // A secret that had no password cannot get one back: its user must have one.
        if (kept.password === undefined || isSame(kept, old)) return;
        const password = settablePassword(kept);
        const { Authentication } = await user.whenActive();
        // With one password there is none to remove. With two, a login may tell that neither is the old one.
        if (Authentication?.PasswordCount === 1) return;
        if (old.server && !(await isTaken(old, user.remainingMs()))) return;
        await user.setPasswords([password]);
      }),

    isSame,
  },
};

async function nextValue(
  fields: SecretFields,
  username: string,
  { newPassword }: NextCredential,
): Promise<SecretFields> {
  const password = await newPassword({ maximumLength: passwordLength.maximum });
  // Told here, so that no version is stored that can never be set.
  settablePassword({ password });
  return { ...fields, username, password };
}

function isSame(one: ElastiCacheCredential, other: ElastiCacheCredential): boolean {
  return one.password === other.password;
}

/** Whether a login proves that a password is taken; false where none can. */
async function isTaken({ server }: ElastiCacheCredential, timeoutMs: number): Promise<boolean> {
  return server !== undefined && unlessRefused(redis.logIn(server, timeoutMs));
}
