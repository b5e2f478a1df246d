import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { callBudget } from "../../../shared/rotation/context.ts";
import { defaultPasswordPolicy, engines, managedServerOf } from "../../../shared/rotation/index.ts";

const budgetWith = (remainingMs: number) =>
  callBudget({
    secretsManager: new SecretsManagerClient({ region: "us-east-1" }),
    engines,
    passwordPolicy: defaultPasswordPolicy,
    remainingMs: () => remainingMs,
    serverOf: managedServerOf,
    isRdsProxy: async () => false,
  });

test("a call of an engine gets 15 seconds where there is time enough", () => {
  expect(budgetWith(60_000)).toBe(15_000);
});

test("a call of an engine leaves three seconds for saying what went wrong", () => {
  expect(budgetWith(10_000)).toBe(7_000);
});

test("a call of an engine gets a second at least", () => {
  expect(budgetWith(3_500)).toBe(1_000);
  expect(budgetWith(0)).toBe(1_000);
});
