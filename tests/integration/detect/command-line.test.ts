import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { aRecord } from "../../unit/trail/a-record.ts";
import { rekey, startRekey } from "../envelope/run-rekey.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-detect-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const keyArn = (at: number) =>
  `arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-${String(at).padStart(12, "0")}`;
const disableKey = (at: number) =>
  `${JSON.stringify(
    aRecord({
      eventSource: "kms.amazonaws.com",
      eventName: "DisableKey",
      requestParameters: { keyId: keyArn(at) },
      resources: [{ ARN: keyArn(at), type: "AWS::KMS::Key" }],
    }),
  )}\n`;

describe("rekey detect", () => {
  it("prints on Ctrl-C what it found up to then", async () => {
    const pipe = path.join(folder, "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
    const program = startRekey(["detect", pipe], folder);
    const ended = once(program, "close");
    const told = { stdout: "", stderr: "" };
    program.stdout.on("data", (piece) => {
      told.stdout += piece;
    });
    program.stderr.on("data", (piece) => {
      told.stderr += piece;
    });
    const log = createWriteStream(pipe);
    // The program goes away in the middle.
    log.on("error", () => {});
    log.write(disableKey(0));
    const others = JSON.stringify(aRecord({ eventSource: "ec2.amazonaws.com", eventName: "RunInstances" }));
    // It goes on until the program has said that it reads, was interrupted, and is gone.
    while (program.exitCode === null) {
      log.write(`${others}\n`.repeat(200));
      await pause(20);
      if (told.stderr.includes("events/s") && !program.killed) program.kill("SIGINT");
    }
    const [code] = await ended;
    expect(code).toBe(130);
    expect(told.stdout).toContain("KMS key disabled or scheduled for deletion");
    expect(told.stdout).toContain("Interrupted: not everything was read.");
  });

  it("ends in peace where the reader of its findings has seen enough", async () => {
    const log = path.join(folder, "many.jsonl");
    await writeFile(log, Array.from({ length: 2_000 }, (_, at) => disableKey(at)).join(""));
    const program = startRekey(["detect", log, "--json"], folder);
    const ended = once(program, "close");
    let stderr = "";
    program.stderr.on("data", (piece) => (stderr += piece));
    program.stdout.once("data", () => program.stdout.destroy());
    const [code] = await ended;
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/EPIPE|Error/);
  });

  it("lets no file's name steer the terminal, nor what callers wrote a program's", async () => {
    const log = path.join(folder, "\u001b[31mlog.json");
    await writeFile(log, `${disableKey(1)}{"eventVersion":"1.11","eventName":"x"}\n`);
    const hostile = path.join(folder, "hostile.json");
    const record = aRecord({ eventName: "DisableKey", eventSource: "kms.amazonaws.com" });
    await writeFile(hostile, JSON.stringify({ ...record, userAgent: "\u009b31m\u202e" }));
    const { stdout, stderr } = await rekey(["detect", log, hostile, "--json"], { cwd: folder });
    expect(stdout.toString().replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stderr).toContain("log.json: 1 of its entries are no CloudTrail records.");
    expect(stderr.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("says what of the settings and rules has no effect", async () => {
    const log = path.join(folder, "one.jsonl");
    await writeFile(log, disableKey(2));
    const settings = path.join(folder, "settings.yml");
    await writeFile(
      settings,
      "disabled: [kms-key-disabledd]\nallow: [{ tags: [env=dev], reason: development }]\n",
    );
    const rules = await mkdtemp(path.join(folder, "rules-"));
    const { code, stderr } = await rekey(["detect", log, "--config", settings, "--rules", rules], {
      cwd: folder,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "There is no detection kms-key-disabledd, which the settings name under disabled.",
    );
    expect(stderr).toContain("Log files do not tell tags");
    expect(stderr).toContain(`No Sigma rule is used of those in ${rules}.`);
  });

  it("reads logs in S3 in the order of their events, whatever they are called", async () => {
    const s3 = new S3Client(clientSettings(inject("integration").endpoint));
    const Bucket = `logs-${randomUUID()}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const readBy = (userName: string, eventTime: string) => {
      const arn = `arn:aws:iam::111122223333:user/${userName}`;
      return aRecord({ eventTime, userIdentity: { type: "IAMUser", userName, arn } });
    };
    const logs = {
      "b-january.json.gz": ["01-01", "01-10", "01-20"].map((day) => readBy("app", `2026-${day}T12:00:00Z`)),
      "a-february.json.gz": [readBy("app", "2026-02-01T12:00:00Z"), readBy("eve", "2026-02-02T12:00:00Z")],
    };
    for (const [Key, Records] of Object.entries(logs)) {
      const Body = gzipSync(JSON.stringify({ Records }));
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
    const { code, stdout } = await rekey(["detect", `s3://${Bucket}`, "--json"], { cwd: folder });
    expect(code).toBe(1);
    const found = stdout.toString().trim().split("\n");
    expect(found.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        ruleId: "secret-first-read-by-principal",
        principal: "arn:aws:iam::111122223333:user/eve",
      }),
    );
  });
});
