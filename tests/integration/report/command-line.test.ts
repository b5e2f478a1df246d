import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { type Report, reportSchema } from "../../../shared/report/index.ts";
import { builtRekey } from "../../built-rekey.ts";
import { decrypt, kmsCall, read } from "../../unit/audit/records.ts";

const { endpoint } = inject("integration");

const secretsManager = new SecretsManagerClient(clientSettings(endpoint));

let [folder, logs] = ["", ""];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-report-"));
  logs = await file(
    "log.json",
    JSON.stringify({ Records: [decrypt(), read("prod/db"), kmsCall("DisableKey")] }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, text);
  return at;
}

interface End {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `rekey report …`, about March 2026 unless it is told from when. */
function report(...args: string[]): Promise<End> {
  const env = {
    PATH: process.env.PATH,
    TZ: "Europe/Berlin",
    XDG_CACHE_HOME: folder,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const { promise, resolve } = Promise.withResolvers<End>();
  const march = ["--from", "2026-03-01T00:00Z", "--to", "2026-03-08T00:00Z"];
  const about = ["report", ...args, ...(args.includes("--from") ? [] : march)];
  const options = { env, cwd: folder, maxBuffer: 64 * 1_024 * 1_024 };
  execFile(process.execPath, [builtRekey, ...about], options, (error, stdout, stderr) =>
    resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
  );
  return promise;
}

async function dataOf(...args: string[]): Promise<Report> {
  return reportSchema.parse(JSON.parse((await report("--json", ...args)).stdout));
}

describe("rekey report", () => {
  it("writes one page with all that it needs, which its owner alone may read", async () => {
    const { code, stderr } = await report("--source", logs, "--no-account");
    expect(stderr).toContain(
      "rekey-report.html is written: 2 keys and secrets, 2 uses among 3 events; 1 findings",
    );
    expect(code).toBe(0);
    const page = path.join(folder, "rekey-report.html");
    const html = await readFile(page, "utf8");
    expect(html).toMatch(/^<!doctype html>.*"label":"prod\/db"/s);
    // The library that draws charts, and the style sheet.
    expect(html.length).toBeGreaterThan(200_000);
    expect(html).toContain("@media print");
    expect((await stat(page)).mode & 0o777).toBe(0o600);
  });

  it("overwrites nothing unless it is told to", async () => {
    const output = await file("there.html", "mine");
    const refused = await report("--source", logs, "--no-account", "-o", output);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--force") });
    expect(await readFile(output, "utf8")).toBe("mine");
    expect((await report("--source", logs, "--no-account", "-o", output, "--force")).code).toBe(0);
    expect(await readFile(output, "utf8")).toContain("prod/db");
  });

  it("says before it reads anything that the page could not be written", async () => {
    const nowhere = path.join(folder, "none", "report.html");
    const { code, stderr } = await report("--source", "/no/such/logs", "--no-account", "-o", nowhere);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `rekey: ${nowhere} cannot be written: its folder is missing, or nothing may be written there.\n`,
    );
  });

  it("writes to standard output, where it is told to, and nothing else there", async () => {
    const { stdout } = await report("--source", logs, "--no-account", "-o", "-");
    expect(stdout).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  });

  it("gives the same as data, times in UTC, with the time zone that they are shown in", async () => {
    expect(await dataOf("--source", logs, "--no-account")).toMatchObject({
      timeZone: "Europe/Berlin",
      period: { from: "2026-03-01T00:00:00.000Z" },
      counted: 2,
      findings: [{ ruleId: "kms-key-disabled-or-scheduled-for-deletion" }],
      rotation: { from: "trail" },
    });
  });

  it("asks Secrets Manager how secrets rotate", async () => {
    const Name = `report/${randomUUID()}`;
    await secretsManager.send(new CreateSecretCommand({ Name, SecretString: "value" }));
    const { rotation } = await dataOf("--source", logs);
    expect(rotation.from).toBe("secrets manager");
    expect(rotation.secrets).toContainEqual(expect.objectContaining({ label: Name, state: "off" }));
  });

  it("asks CloudTrail's event history where no source is named", async () => {
    const Name = `report/${randomUUID()}`;
    // Events are told to the second.
    const from = new Date(Date.now() - 1_000).toISOString();
    await secretsManager.send(new CreateSecretCommand({ Name, SecretString: "value" }));
    await secretsManager.send(new GetSecretValueCommand({ SecretId: Name }));
    const find = async () => {
      const { resources, source } = await dataOf("--from", from, "--fresh");
      const secret = resources.find(({ label }) => label === Name);
      return secret && { source, secret };
    };
    const looked = await waitFor(find, { what: "the event history to have the read", seconds: 30 });
    expect(looked).toMatchObject({ source: "lookup", secret: { kind: "secret", count: 1, principals: 1 } });
  });

  it("names what it cannot read, reports the rest, and ends with 2", async () => {
    const broken = await file("broken.json", `{"Records":[${JSON.stringify(decrypt())},{"eventVersion":`);
    const { code, stdout, stderr } = await report("--json", "--source", broken, "--no-account");
    expect(code).toBe(2);
    expect(stderr).toContain("broken.json");
    expect(reportSchema.parse(JSON.parse(stdout))).toMatchObject({ counted: 1, problemCount: 1 });
  });
});
