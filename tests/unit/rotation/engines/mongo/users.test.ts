import fc from "fast-check";
import { BSON, Int32 } from "mongodb";
import { expect, test } from "vitest";
import {
  commandToMakeAlike,
  commandToSetPassword,
  differencesBetween,
  type StoredUser,
  userOf,
  userQuestion,
} from "../../../../../shared/rotation/engines/mongo/users.ts";

const plain: StoredUser = { roles: [], customData: {}, authenticationRestrictions: [], mechanisms: [] };

test("the question for a user asks for restrictions only where the server knows them", () => {
  const usersInfo = { user: "orders", db: "shop" };
  expect(userQuestion("orders", "shop", true)).toEqual({ usersInfo, showAuthenticationRestrictions: true });
  expect(userQuestion("orders", "shop", false)).toEqual({ usersInfo });
});

test("a user is read with what the server leaves out", () => {
  expect(userOf({ users: [{ user: "orders", db: "shop" }], ok: 1 })).toEqual(plain);
  expect(userOf({ users: [], ok: 1 })).toBeUndefined();
});

test("restrictions are read as a list, and as a list in a list", () => {
  const office = { clientSource: ["10.0.0.0/8"] };
  for (const authenticationRestrictions of [[office], [[office]]]) {
    expect(userOf({ users: [{ authenticationRestrictions }] })?.authenticationRestrictions).toEqual([office]);
  }
});

test("an answer that is none to the question is told as such", () => {
  for (const answer of [{}, { users: 1 }, { users: [{ roles: [{ role: 1 }] }] }]) {
    expect(() => userOf(answer)).toThrow(expect.objectContaining({ name: "EngineError", code: "answer" }));
  }
});

test("the command's name comes first, as the protocol wants it", () => {
  expect(Object.keys(commandToMakeAlike(plain, undefined, "o", "pw"))[0]).toBe("createUser");
  expect(Object.keys(commandToMakeAlike(plain, plain, "o", "pw"))[0]).toBe("updateUser");
  expect(Object.keys(commandToSetPassword(plain, "o", "pw"))[0]).toBe("updateUser");
});

test("what neither user has is not sent, since not every server knows it", () => {
  expect(commandToMakeAlike(plain, plain, "o", "pw")).toEqual({ updateUser: "o", pwd: "pw", roles: [] });
  expect(commandToSetPassword(undefined, "o", "pw")).toEqual({ updateUser: "o", pwd: "pw" });
});

test("a number of another type is other data", () => {
  const typed = { ...plain, customData: { limit: new Int32(1) } };
  const untyped = { ...plain, customData: { limit: BSON.Long.fromNumber(1) } };
  expect(differencesBetween(typed, untyped)).toEqual(["its customData is another"]);
});

const users: fc.Arbitrary<StoredUser> = fc.record({
  roles: fc.array(fc.record({ role: fc.constantFrom("read", "own"), db: fc.constantFrom("shop", "admin") })),
  customData: fc.dictionary(fc.constantFrom("team", "limit"), fc.oneof(fc.string(), fc.boolean())),
  authenticationRestrictions: fc.array(
    fc.record({ clientSource: fc.array(fc.constantFrom("10.0.0.0/8", "127.0.0.1")) }),
    { maxLength: 2 },
  ),
  mechanisms: fc.uniqueArray(fc.constantFrom("SCRAM-SHA-1", "SCRAM-SHA-256")),
});

test("whatever two users are, the command makes the one like the other", () => {
  fc.assert(
    fc.property(users, fc.option(users, { nil: undefined }), (original, present) => {
      const { updateUser, createUser, pwd, ...set } = commandToMakeAlike(original, present, "o", "pw");
      expect(updateUser ?? createUser).toBe("o");
      expect(pwd).toBe("pw");
      // A server sets what it is told, and leaves the rest.
      expect(differencesBetween(original, { ...(present ?? plain), ...set })).toEqual([]);
    }),
  );
});
