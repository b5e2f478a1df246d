import { beforeEach, describe, expect, it, vi } from "vitest";
import { resumable } from "../../../../cli/audit/resume.ts";
import { aFolder } from "../../trail/logs/a-folder.ts";

const now = new Date("2026-03-10T12:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const periodAt = (to: Date) => ({ from: new Date("2026-03-01T00:00:00Z"), to });
const page = { lookup: "a", events: [], seen: 1, isLast: false };

const run = (args: string[], at: Date, fresh = false) => resumable(args, periodAt(at), { now: at, fresh });
const pagesOf = async ({ journal }: Awaited<ReturnType<typeof run>>) => {
  const pages = [];
  for await (const saved of journal.pages("a")) pages.push(saved);
  return pages.length;
};

beforeEach(async () => {
  vi.stubEnv("XDG_CACHE_HOME", await aFolder());
  return () => vi.unstubAllEnvs();
});

describe("a run that was interrupted", () => {
  it("is continued by the same command line, with the period that it began with", async () => {
    await (await run(["who-used", "a"], now)).journal.save(page);
    const second = await run(["who-used", "a"], later(1));
    expect({ ...second, pages: await pagesOf(second) }).toMatchObject({
      isContinued: true,
      period: periodAt(now),
      pages: 1,
    });
  });

  it.each([
    ["another question", ["who-used", "b"], 1, false],
    ["the same a day later", ["who-used", "a"], 25, false],
    ["the same with --fresh", ["who-used", "a", "--fresh"], 1, true],
  ])("is not continued by %s", async (_, args, hours, fresh) => {
    await (await run(["who-used", "a"], now)).journal.save(page);
    const second = await run(args, later(hours), fresh);
    expect({ ...second, pages: await pagesOf(second) }).toMatchObject({
      isContinued: false,
      period: periodAt(later(hours)),
      pages: 0,
    });
  });

  it("is not continued by another caller", async () => {
    await (await run(["who-used", "a"], now)).journal.save(page);
    vi.stubEnv("AWS_PROFILE", "another");
    expect(await run(["who-used", "a"], later(1))).toMatchObject({ isContinued: false });
  });

  it("leaves nothing once it is answered", async () => {
    const first = await run(["who-used", "a"], now);
    await first.journal.save(page);
    await first.journal.discard();
    expect(await run(["who-used", "a"], later(1))).toMatchObject({ isContinued: false });
  });
});
