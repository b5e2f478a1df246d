import { describe, expect, it } from "vitest";
import { decrypt, read } from "../../unit/audit/records.ts";
import { gathered } from "../../unit/report/gathered.ts";
import { column, inChromium } from "./browser.ts";
import { largeReport, smallReport } from "./reports.ts";

const { open, heard } = inChromium();

describe("a report's page", () => {
  it("shows use over time, keys and secrets, who uses what, findings and rotation", async () => {
    const page = await open(await smallReport());
    expect(await page.locator(".tile").allInnerTexts()).toEqual([
      "Keys\n1\n18 uses",
      "Secrets\n2\nread 7 times",
      "Principals\n2\nthat used them",
      "Failed\n1\nrefused or in error",
      "Findings\n1\n1 high",
      "Rotation\n1\nfailing or overdue, 0 on",
    ]);
    expect(await page.locator("#over-time svg").count()).toBe(2);
    expect(await column(page, "resources")).toEqual(["alias/payroll", "prod/db", "staging/api-key"]);
    const matrix = page.locator(".matrix tr");
    expect(await matrix.nth(0).locator("th").allInnerTexts()).toEqual(["app", "alice"]);
    expect(await matrix.nth(2).locator("th, td").allInnerTexts()).toEqual(["prod/db", "3", "3"]);
    expect(await column(page, "findings", 1)).toEqual(["high"]);
    expect(await column(page, "rotation", 1)).toEqual(["failing", "none seen"]);
  });

  it("says so where there is nothing", async () => {
    const page = await open(await gathered([]));
    for (const words of [
      "No key and no secret was used.",
      "Nothing was found.",
      "Nobody used a key or secret.",
    ])
      expect(await page.getByText(words).first().isVisible()).toBe(true);
  });

  it("says what could not be read, and what may be missing", async () => {
    const page = await open({
      ...(await smallReport()),
      notes: ["Events of the last 15 minutes may not be there yet."],
      problems: ["a.json.gz: It is cut off."],
      problemCount: 12,
    });
    const words = await page.getByLabel("What may be missing").textContent();
    expect(words).toContain("a.json.gz: It is cut off.");
    expect(words).toContain("Events of the last 15 minutes");
  });

  it("sorts a table by a column, and the other way round the second time", async () => {
    const page = await open(await smallReport());
    const head = page.locator("#resources th", { hasText: "Key or secret" });
    await head.getByRole("button").click();
    expect(await column(page, "resources")).toEqual(["alias/payroll", "prod/db", "staging/api-key"]);
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    await head.getByRole("button").click();
    expect(await column(page, "resources")).toEqual(["staging/api-key", "prod/db", "alias/payroll"]);
    expect(await head.getAttribute("aria-sort")).toBe("descending");
  });

  it("finds in all parts what is looked for: a key or secret by its users, too", async () => {
    const page = await open(await smallReport());
    const search = page.getByRole("searchbox");
    await search.fill("ALICE prod");
    await page.getByText("0 keys and 1 secret were used.").waitFor();
    expect(await column(page, "who")).toEqual(["alice"]);
    await search.fill("nothing has this");
    await page.locator("#findings").getByText("Nothing matches the search.").waitFor();
    await search.fill("");
    await page.locator("select").first().selectOption("secrets");
    await page.getByText("0 keys and 2 secrets were used.").waitFor();
  });

  it("shows findings from a severity on, and the rotations of a state", async () => {
    const page = await open(await smallReport());
    await page.locator("#findings select").selectOption("critical alone");
    expect(await column(page, "findings")).toEqual(["Nothing was found."]);
    await page.locator("#rotation select").selectOption("failing");
    expect(await column(page, "rotation", 2)).toEqual(["prod/db"]);
  });

  it("can be used by keyboard alone", async () => {
    const page = await open(await smallReport());
    await page.keyboard.press("Tab");
    await expect(page.evaluate("document.activeElement.textContent")).resolves.toBe("To the report");
    await page.keyboard.press("/");
    await page.keyboard.type("payroll");
    await page.getByText("1 key and 0 secrets were used.").waitFor();

    const sort = page.locator("#resources").getByRole("button", { name: "Principals" });
    await sort.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("#resources th", { hasText: "Principals" }).getAttribute("aria-sort")).toBe(
      "descending",
    );

    const link = page.locator("#resources").getByRole("button", { name: "alias/payroll" });
    await link.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "alias/payroll" });
    expect(await dialog.textContent()).toContain("Used by");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await expect(page.evaluate("document.activeElement.textContent")).resolves.toBe("alias/payroll");
  });

  it("is light or dark as the system is, or as the reader chooses", async () => {
    const page = await open(await smallReport());
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await ground();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.getByLabel("Colors").selectOption("light");
    expect(await ground()).toBe(light);
    await page.emulateMedia({ colorScheme: "light" });
    await page.getByLabel("Colors").selectOption("dark");
    expect(await ground()).toBe(dark);
  });

  it("fits a phone: nothing is wider than its screen", async () => {
    const page = await open(await smallReport(), { viewport: { width: 360, height: 740 }, isMobile: true });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await page.locator("#resources tbody td[data-title='Uses']").first().waitFor();
  });

  it("prints more rows than it shows, in light, without what cannot be used on paper", async () => {
    const page = await open(await largeReport(120), { colorScheme: "dark" });
    const rows = page.locator("#resources tbody tr");
    expect(await rows.count()).toBe(15);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("searchbox").isVisible()).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await rows.count()).toBe(50);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await rows.count()).toBe(15);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("takes nothing that callers chose for markup, and hides nothing of it", async () => {
    const nasty =
      "<script>document.title='taken'</script><!--\u2028\u202e</script><img src=x onerror=alert(1)>";
    const page = await open(
      await gathered([
        read(nasty, {
          userIdentity: { type: "IAMUser", arn: `arn:aws:iam::111122223333:user/${nasty}` },
          sourceIPAddress: nasty,
        }),
        decrypt({
          eventName: "DisableKey",
          readOnly: false,
          userAgent: nasty,
          requestParameters: { keyId: nasty },
          resources: [],
        }),
      ]),
    );
    await page.locator("#resources").getByRole("button", { name: "<script>" }).click();
    const shown = nasty.replace("\u2028\u202e", "\u2028\u{fffd}");
    expect(await page.getByRole("dialog").locator("h2").textContent()).toBe(shown);
    await page.keyboard.press("Escape");
    await page.locator("#findings summary").first().click();
    expect(await page.locator("#findings details").first().textContent()).toContain(shown);
    expect(await page.title()).toMatch(/^Keys and secrets, 2026-03-01/);
    expect(await page.locator("script").count()).toBe(2);
    expect(await page.locator("img").count()).toBe(0);
  });

  it("refuses markup even of its own: text becomes no element", async () => {
    const page = await open(await smallReport());
    const attempt =
      "try { document.body.insertAdjacentHTML('beforeend', '<i></i>'); 'taken' } catch { 'refused' }";
    expect(await page.evaluate(attempt)).toBe("refused");
    expect(heard()).toEqual([expect.stringContaining("requires 'TrustedHTML' assignment")]);
  });
});

describe("a report's page with ten thousand rows in each table", () => {
  it("holds few of them at a time, sorts, finds one, and goes to the last", async () => {
    const page = await open(await largeReport(10_000));
    expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(4_000);
    const pages = page.getByRole("navigation", { name: "Pages: Keys and secrets" });
    await pages.getByText("1–15 of 10,000").waitFor();
    await pages.getByRole("button", { name: "Last page" }).click();
    await pages.getByText("9,991–10,000 of 10,000").waitFor();
    expect((await column(page, "resources")).at(-1)).toBe("s/9999");

    await page.locator("#resources").getByRole("button", { name: "Key or secret" }).click();
    expect((await column(page, "resources"))[1]).toBe("alias/k-2");
    await page.getByLabel("Show").first().selectOption("the 60 most used");
    expect(await page.locator(".matrix tbody tr").count()).toBe(61);
    expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(8_000);

    await page.getByRole("searchbox").fill("k-9998");
    await page.getByText("1 key and 0 secrets were used.").waitFor();
    expect(await column(page, "who")).toEqual(["r-9998"]);
  });
});
