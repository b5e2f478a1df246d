import type { Engine } from "../../engine.ts";
import { EngineError } from "../../errors.ts";
import { nextPassword } from "../password-credential.ts";
import { connected, type RunCommand } from "./connection.ts";
import {
  isDocumentDb,
  type MongoCredential,
  maximumUsernameBytes,
  parseMongoCredential,
  superuserDatabase,
  userDatabase,
} from "./credential.ts";
import { codeOf } from "./errors.ts";
import {
  commandToMakeAlike,
  commandToSetPassword,
  differencesBetween,
  type StoredUser,
  userOf,
  userQuestion,
} from "./users.ts";

/** The answer to createUser where the user exists: "User already exists" of MongoDB's `error_codes.yml`. */
const userExists = 51_003;

/**
 * MongoDB from 4.4 and Amazon DocumentDB from 5.0, instances, replica sets and sharded clusters. It is tested with the
 * real driver against a small server of the tests' own, and untested against the real servers.
 */
export const mongo: Engine<MongoCredential> = {
  strategies: ["single-user", "alternating-users"],
  parse: parseMongoCredential,
  next: nextPassword,
  logIn: (credential, timeoutMs) =>
    connected(credential, userDatabase(credential), timeoutMs, async (run) => {
      await run(userDatabase(credential), { ping: 1 });
    }),
  singleUser: {
    set: (as, next, timeoutMs) => {
      const database = as.username === next.username ? userDatabase(as) : superuserDatabase(as);
      return connected(as, database, timeoutMs, async (run) => {
        const present = await storedUser(run, next);
        await run(userDatabase(next), commandToSetPassword(present, next.username, next.password));
      });
    },
  },
  alternatingUsers: {
    maximumUsernameBytes,
    reconcile: (superuser, current, next, timeoutMs) =>
      connected(superuser, superuserDatabase(superuser), timeoutMs, async (run) => {
        const original = await originalUser(run, current);
        const makeAlike = async () => {
          const present = await storedUser(run, next);
          await run(userDatabase(next), commandToMakeAlike(original, present, next.username, next.password));
        };
        // Whoever else makes the user at this moment makes it once: then it is there to be changed.
        await makeAlike().catch((error) =>
          codeOf(error) === userExists ? makeAlike() : Promise.reject(error),
        );
      }),
    differences: (superuser, current, next, timeoutMs) =>
      connected(superuser, superuserDatabase(superuser), timeoutMs, async (run) =>
        differencesBetween(await originalUser(run, current), await storedUser(run, next)),
      ),
  },
};

async function storedUser(run: RunCommand, credential: MongoCredential): Promise<StoredUser | undefined> {
  const database = userDatabase(credential);
  const restrictions = !isDocumentDb(credential);
  return userOf(await run(database, userQuestion(credential.username, database, restrictions)));
}

async function originalUser(run: RunCommand, credential: MongoCredential): Promise<StoredUser> {
  const user = await storedUser(run, credential);
  if (user) return user;
  throw new EngineError(
    "statement",
    `${credential.system} shows the superuser no user "${credential.username}" in the database "${userDatabase(credential)}". Name the database that it is defined in as "authSource" in the secret.`,
  );
}
