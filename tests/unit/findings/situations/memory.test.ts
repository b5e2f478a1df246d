import { describe } from "vitest";
import { memorySituations } from "../../../../shared/findings/index.ts";
import { specifySituations } from "./specification.ts";

const store = memorySituations();

describe("situations in memory", () => {
  specifySituations(() => store, { numRuns: 100 });
});
