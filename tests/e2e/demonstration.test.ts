import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { checkout } from "../../local/checkout.ts";
import { eventually } from "./deployed.ts";

const milliseconds = z.number().positive();
const rotation = z.strictObject({
  by: z.enum(["schedule", "manual"]),
  ok: z.literal(true),
  phasesMs: z.strictObject({
    createSecret: milliseconds,
    setSecret: milliseconds,
    testSecret: milliseconds,
    finishSecret: milliseconds,
  }),
  newPasswordWorks: z.literal(true),
  oldPasswordRefused: z.literal(true),
});

/** What `npm start -- --json` prints. */
const document = z.strictObject({
  rotations: z.tuple([
    rotation.extend({ by: z.literal("schedule") }),
    rotation.extend({ by: z.literal("manual") }),
  ]),
  application: z.strictObject({
    logins: z.number().min(10),
    refusedAtFirst: z.number().min(1),
    longestWaitMs: milliseconds,
    failures: z.literal(0),
  }),
  alert: z.strictObject({
    ruleId: z.literal("kms-key-disabled-or-scheduled-for-deletion"),
    eventName: z.literal("DisableKey"),
    principal: z.string().endsWith(":user/intruder"),
    resource: z.string().startsWith("arn:aws:kms:"),
    secondsAfterCall: z.number().min(0),
  }),
  seconds: z.strictObject({ setup: milliseconds, deploy: milliseconds, total: milliseconds }),
});

// The tests' own stack is up at the same time: each run finds ports and folders of its own.
describe("npm start", () => {
  it("run twice at once: rotates twice, loses no request, raises the alert, and leaves nothing running", async () => {
    const [forPrograms, forPeople] = await Promise.all([demonstration(["--json"]), demonstration([])]);

    const ends = [await forPrograms.ended, await forPeople.ended];
    expect(ends, `${forPrograms.stderr()}\n${forPeople.stderr()}`).toEqual([0, 0]);
    document.parse(JSON.parse(forPrograms.stdout()));
    for (const words of [
      "BeginRotation",
      "FinishSecret",
      "0 requests lost",
      "AWSPREVIOUS",
      "user/intruder",
      "in all",
    ]) {
      expect(forPeople.stdout()).toContain(words);
    }
    expect([await forPrograms.leftovers(), await forPeople.leftovers()]).toEqual([[], []]);
  }, 240_000);

  it.each([
    ["LocalStack starts", /LocalStack: starting/],
    ["the stack is deployed", /Deploy serverless\.yml/],
    ["the application runs", /Rotate it on schedule/],
  ])(
    "stops everything on Ctrl-C while %s",
    async (_, moment) => {
      const run = await demonstration([]);
      await eventually(`"${moment.source}"`, async () => (moment.test(run.stdout()) ? true : undefined), 120);
      run.child.kill("SIGINT");
      expect(await run.ended).toBe(130);
      expect(await run.leftovers()).toEqual([]);
    },
    240_000,
  );

  it("says what to install when there is no Python, and ends with an error", async () => {
    const empty = await mkdtemp(path.join(tmpdir(), "rekey-no-python-"));
    onTestFinished(() => rm(empty, { recursive: true }));
    const fresh = { PATH: empty, REKEY_LOCAL_FOLDER: path.join(empty, "local") };
    const run = await demonstration([], { ...fresh, REKEY_LOCALSTACK: "process" });
    expect(await run.ended).toBe(1);
    expect(run.stderr()).toContain("Python 3.9 to 3.12");
    expect(run.stderr()).toContain("apt-get install python3 python3-venv");
    expect(await run.leftovers()).toEqual([]);
  });
});

interface Demonstration {
  child: ChildProcess;
  /** Its exit code. */
  ended: Promise<number | null>;
  stdout(): string;
  stderr(): string;
  /** Command lines of the processes that it started and that still run. */
  leftovers(): Promise<string[]>;
}

async function demonstration(args: string[], env: Record<string, string> = {}): Promise<Demonstration> {
  const mark = `demonstration-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const child = spawn(process.execPath, [path.join(checkout, "local/start.ts"), ...args], {
    cwd: checkout,
    env: { ...process.env, ...env, REKEY_TEST_MARK: mark },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.once("close", resolve);
  return { child, ended, stdout: () => stdout, stderr: () => stderr, leftovers: () => processesWith(mark) };
}

/** Processes inherit their environment: whoever has the mark was started by the run. Linux tells by /proc. */
async function processesWith(mark: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.includes(mark)
        ? [await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => pid)]
        : [];
    }),
  );
  return found.flat();
}
