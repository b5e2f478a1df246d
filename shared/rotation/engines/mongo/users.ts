import { BSON, type Document } from "mongodb";
import * as z from "zod";
import { EngineError } from "../../errors.ts";

/** A user as `usersInfo` shows it; a server leaves out what it does not know or the user does not have. */
export interface StoredUser {
  roles: { role: string; db: string }[];
  customData: Document;
  authenticationRestrictions: Document[];
  mechanisms: string[];
}

const answerSchema = z.object({
  users: z.array(
    z.looseObject({
      roles: z.array(z.looseObject({ role: z.string(), db: z.string() })).default([]),
      customData: z.custom<Document>(isDocument).default({}),
      // Some versions put the list into a list.
      authenticationRestrictions: z.array(z.unknown()).default([]),
      mechanisms: z.array(z.string()).default([]),
    }),
  ),
});

/** The command that asks for one user. Amazon DocumentDB has no restrictions, nor the field that asks for them. */
export function userQuestion(username: string, database: string, restrictions: boolean): Document {
  const question = { usersInfo: { user: username, db: database } };
  return restrictions ? { ...question, showAuthenticationRestrictions: true } : question;
}

/**
 * @returns undefined if there is no such user
 * @throws EngineError if the answer is not one to `usersInfo`
 */
export function userOf(answer: Document): StoredUser | undefined {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) {
    throw new EngineError(
      "answer",
      "The server's answer to usersInfo holds no users as MongoDB describes them.",
    );
  }
  const [user] = parsed.data.users;
  if (!user) return undefined;
  const { roles, customData, authenticationRestrictions, mechanisms } = user;
  return {
    roles: roles.map(({ role, db }) => ({ role, db })),
    customData,
    authenticationRestrictions: authenticationRestrictions.flat().filter(isDocument),
    mechanisms,
  };
}

/**
 * The one command that makes a user like another, password included: it is done wholly or not at all. What no server
 * but MongoDB knows is sent only if one of the two users has it.
 *
 * @param original whom the user shall be like
 * @param present the user as it is; undefined if there is none
 */
export function commandToMakeAlike(
  original: StoredUser,
  present: StoredUser | undefined,
  username: string,
  password: string,
): Document {
  const { roles, customData, authenticationRestrictions, mechanisms } = original;
  const has = (what: (user: StoredUser) => number) => what(original) + (present ? what(present) : 0) > 0;
  return {
    [present ? "updateUser" : "createUser"]: username,
    pwd: password,
    roles,
    ...(has((user) => Object.keys(user.customData).length) ? { customData } : {}),
    ...(has((user) => user.authenticationRestrictions.length) ? { authenticationRestrictions } : {}),
    ...(mechanisms.length > 0 ? { mechanisms } : {}),
  };
}

/**
 * The command that sets a user's password. With the mechanisms it has now: else the server would make the weaker
 * SCRAM-SHA-1 work again for a user that is restricted to SCRAM-SHA-256.
 */
export function commandToSetPassword(
  present: StoredUser | undefined,
  username: string,
  password: string,
): Document {
  const mechanisms = present?.mechanisms ?? [];
  return {
    updateUser: username,
    pwd: password,
    ...(mechanisms.length > 0 ? { mechanisms } : {}),
  };
}

/** In what a user differs from the one that it shall be like, in words; empty if in nothing. */
export function differencesBetween(original: StoredUser, present: StoredUser | undefined): string[] {
  if (!present) return ["it does not exist"];
  const wanted = roleNames(original);
  const found = roleNames(present);
  return [
    ...wanted.filter((name) => !found.includes(name)).map((name) => `it lacks the role ${name}`),
    ...found.filter((name) => !wanted.includes(name)).map((name) => `it has the role ${name} too much`),
    ...(alike(original.customData, present.customData) ? [] : ["its customData is another"]),
    ...(alike(original.authenticationRestrictions, present.authenticationRestrictions)
      ? []
      : ["its authenticationRestrictions are others"]),
    ...(original.mechanisms.length === 0 ||
    alike(original.mechanisms.toSorted(), present.mechanisms.toSorted())
      ? []
      : ["its mechanisms are others"]),
  ];
}

function roleNames({ roles }: StoredUser): string[] {
  return [...new Set(roles.map(({ role, db }) => `${role} on ${db}`))].sort();
}

/** Compared as they travel, so that a number's type counts too. */
function alike(one: Document, other: Document): boolean {
  return Buffer.from(BSON.serialize({ one })).equals(Buffer.from(BSON.serialize({ one: other })));
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
