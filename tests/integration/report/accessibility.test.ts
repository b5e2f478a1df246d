import { fileURLToPath } from "node:url";
import type { BrowserContextOptions } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { inChromium } from "./browser.ts";
import { smallReport } from "./reports.ts";

const { open } = inChromium();

const violationsSchema = z.object({ violations: z.array(z.object({ id: z.string() })) });

const screens: Record<string, BrowserContextOptions> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "a phone": { viewport: { width: 390, height: 844 }, isMobile: true },
};

describe("a report's page, as axe-core checks it,", () => {
  it.each(Object.entries(screens))("can be used by everybody: %s", async (_, options) => {
    // The page's own policy would not let the check run in it.
    const page = await open(await smallReport(), { ...options, bypassCSP: true });
    await page.addScriptTag({ path: fileURLToPath(import.meta.resolve("axe-core/axe.min.js")) });
    const check = async () => violationsSchema.parse(await page.evaluate("axe.run()")).violations;
    expect(await check()).toEqual([]);
    await page.locator("#resources").getByRole("button", { name: "alias/payroll" }).click();
    expect(await check()).toEqual([]);
  });
});
