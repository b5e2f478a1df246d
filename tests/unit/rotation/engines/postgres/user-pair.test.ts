import { expect, test } from "vitest";
import { pairOf } from "../../../../../shared/rotation/engines/postgres/user-pair.ts";
import { CredentialMismatchError } from "../../../../../shared/rotation/errors.ts";

const user = (username: string) => ({ engine: "postgres", system: "db:5432", username });

test.each([
  ["app", "app_clone", { base: "app", clone: "app_clone", current: "base" }],
  ["app_clone", "app", { base: "app", clone: "app_clone", current: "clone" }],
  ["x_clone", "x_clone_clone", { base: "x_clone", clone: "x_clone_clone", current: "base" }],
])("after %s comes %s", (current, next, pair) => {
  expect(pairOf(user(current), user(next))).toEqual(pair);
});

test.each([
  ["app", "app"],
  ["app", "other"],
  ["app", "other_clone"],
  ["app", "APP_CLONE"],
])("after %s does not come %s", (current, next) => {
  expect(() => pairOf(user(current), user(next))).toThrow(CredentialMismatchError);
});
