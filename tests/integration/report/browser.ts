import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { buildReportPage } from "../../../build-report-page.ts";
import { debianProgram } from "../../../local/debian/index.ts";
import { type PageParts, type Report, reportPage } from "../../../shared/report/index.ts";

const wide: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, colorScheme: "light" };

/**
 * Opens reports in Chromium, without a window. After each test, no page may have said anything on its console, or asked for
 * anything but itself.
 */
export function inChromium() {
  const resources = new AsyncDisposableStack();
  let parts: PageParts;
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  let folder = "";
  let opened = 0;
  const said: string[] = [];

  beforeAll(async () => {
    const executablePath = await debianProgram("chromium", ["chromium"]);
    // Chromium's sandbox does not run as root.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({ executablePath, args });
    resources.defer(() => browser.close());
    folder = await mkdtemp(path.join(tmpdir(), "rekey-report-"));
    resources.defer(() => rm(folder, { recursive: true, force: true }));
    parts = await buildReportPage();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(said.splice(0)).toEqual([]);
  });
  afterAll(() => resources.disposeAsync());

  const open = async (report: Report, options: BrowserContextOptions = {}): Promise<Page> => {
    opened += 1;
    const file = path.join(folder, `${opened}.html`);
    await writeFile(file, reportPage(report, parts));
    const context = await browser.newContext({ ...wide, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(error.message));
    const url = pathToFileURL(file).href;
    page.on("request", (request) => {
      if (request.url() !== url) said.push(`asked for ${request.url()}`);
    });
    await page.goto(url);
    await page.locator("#rotation").waitFor();
    return page;
  };
  return {
    open,
    /** What pages said since the test began; it is then taken as expected. */
    heard: () => said.splice(0),
  };
}

/** What is in the first column of a table, or in another. */
export function column(page: Page, section: string, place = 1): Promise<string[]> {
  return page.locator(`#${section} .table tbody tr td:nth-child(${place})`).allInnerTexts();
}
