import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkout } from "../../local/checkout.ts";
import { trailBucket } from "../../local/trail-gateway/index.ts";
import { findingSchema } from "../../shared/findings/index.ts";
import { eventually, kms } from "./deployed.ts";
import { rekey } from "./rekey.ts";

const stratus = path.join(checkout, "tests/fixtures/cloudtrail/stratus");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-detect-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, text);
  return at;
}

describe("rekey detect", () => {
  it("finds in the trail's own log files, in S3, what the stack alerted about", async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "of a test" }));
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    const told = await eventually("a finding in the log files", async () => {
      const { stdout } = await rekey("detect", `s3://${trailBucket("000000000000")}/AWSLogs/`, "--json");
      const findings = stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
      return findings.find(
        ({ ruleId, entity }) =>
          ruleId === "kms-key-disabled-or-scheduled-for-deletion" && entity === KeyMetadata?.Arn,
      );
    });
    expect(told).toMatchObject({ severity: "HIGH", count: 1 });
  }, 120_000);

  it("prints findings for people, a summary, and ends with 1", async () => {
    const { code, stdout } = await rekey("detect", stratus);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^CRITICAL +\S.*\(offensive-tool\)$/m);
    expect(stdout).toMatch(/^\d+ findings: \d+ CRITICAL/m);
    expect(stdout).toMatch(/^\d+ events in 6 logs/m);
  });

  it("prints one finding a line with --json, and nothing else on standard output", async () => {
    const { stdout, stderr } = await rekey("detect", stratus, "--json");
    const findings = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    for (const finding of findings) {
      expect(findingSchema.partial().safeParse(finding).error).toBeUndefined();
      expect(Object.keys(finding)).toEqual(
        expect.arrayContaining(
          "ruleId title severity firstSeen lastSeen count principal resources eventIds why".split(" "),
        ),
      );
    }
    expect(stderr).toContain(`${findings.length} findings`);
  });

  it("ends with 0 where all findings are below --fail-on, or there is none", async () => {
    const quiet = await file("quiet.json", JSON.stringify({ Records: [] }));
    expect((await rekey("detect", quiet)).code).toBe(0);
    const settings = await file("settings.yml", "disabled: [offensive-tool]\n");
    const low = path.join(stratus, "credential-access.secretsmanager-batch-retrieve-secrets.json");
    const { code, stdout } = await rekey("detect", low, "--config", settings, "--fail-on", "MEDIUM");
    expect(stdout).toContain("1 finding: 1 LOW.");
    expect(code).toBe(0);
  });

  it("ends with 2 and names what cannot be read, where the rest has nothing", async () => {
    const notes = await file("notes.txt", "no log");
    const { code, stderr } = await rekey("detect", notes, path.join(folder, "missing"));
    expect(code).toBe(2);
    expect(stderr).toContain(notes);
    expect(stderr).toContain("missing");
  });

  it("runs Sigma rules beside its own, and says which it cannot use and why", async () => {
    const rules = await mkdtemp(path.join(folder, "rules-"));
    const rule = (title: string, condition: string) => `title: ${title}
status: test
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventSource: cloudtrail.amazonaws.com, eventName: StopLogging }
  condition: ${condition}
level: low
`;
    await writeFile(path.join(rules, "good.yml"), rule("Somebody stopped a trail", "selection"));
    await writeFile(path.join(rules, "bad.yml"), rule("Beyond understanding", "selection near other"));
    const { stdout, stderr } = await rekey("detect", stratus, "--rules", rules);
    expect(stdout).toContain("Somebody stopped a trail");
    expect(stderr).toMatch(/bad\.yml \(Beyond understanding\) is not used: \S/);
  });

  it("refuses settings that are not in order, naming the field", async () => {
    const settings = await file("wrong.yml", "learningdays: 3\n");
    const { code, stderr } = await rekey("detect", stratus, "--config", settings);
    expect(code).toBe(2);
    expect(stderr).toContain("learningdays");
  });

  it("lets no caller steer the reader's terminal", async () => {
    const record = JSON.stringify({
      eventVersion: "1.11",
      eventID: "1",
      eventTime: "2026-03-01T12:00:00Z",
      eventSource: "kms.amazonaws.com",
      eventName: "DisableKey",
      awsRegion: "eu-central-1",
      userAgent: "\u001b]0;gotcha\u0007\u202e",
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/mallory" },
      requestParameters: { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" },
      recipientAccountId: "111122223333",
    });
    const { stdout } = await rekey("detect", await file("hostile.json", record));
    expect(stdout).toContain("gotcha");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
