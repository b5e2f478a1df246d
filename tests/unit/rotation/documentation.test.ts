import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkout } from "../../../local/checkout.ts";
import { engines } from "../../../shared/rotation/index.ts";

const page = await readFile(path.join(checkout, "docs/rotation.md"), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| `"));

describe("the page about rotation", () => {
  it.each(engines.names())(
    "names the engine %s with its strategies, the one taken by itself first",
    async (name) => {
      const engine = await engines.load(name);
      const row = rows.find((line) => line.split("|")[1]?.includes(`\`${name}\``));
      expect(row?.split("|")[2]?.trim()).toBe(engine?.strategies.join(", "));
    },
  );
});
