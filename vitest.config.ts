import { defineConfig } from "vitest/config";

/** Real servers answer in milliseconds, but a loaded machine may take long to schedule them. */
const withServers = { testTimeout: 60_000, hookTimeout: 300_000 };

/** Tests that share servers, and mostly wait for them: each has secrets, keys and tables of its own there. */
const twoAtOnce = { ...withServers, maxWorkers: 2 };

/** The walks over every crash point of further engines, and of all writes, take minutes each: npm run test:crash-points. */
const longWalks = ["tests/integration/**/crash-points-*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      // Pure functions share nothing: a module is loaded once for all files.
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], isolate: false } },
      {
        // Each file has servers of its own, and mostly waits for them.
        test: {
          name: "engines",
          include: ["tests/engines/**/*.test.ts"],
          ...withServers,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          exclude: longWalks,
          globalSetup: ["tests/built-rekey.ts", "tests/integration/environment.ts"],
          ...twoAtOnce,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "crash-points",
          include: longWalks,
          globalSetup: "tests/integration/environment.ts",
          ...withServers,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/built-rekey.ts", "tests/e2e/environment.ts"],
          ...twoAtOnce,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
