import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import {
  evaluator,
  loadSigmaRules,
  memoryState,
  readSigmaFolder,
  SigmaFolderError,
} from "../../../../shared/detection/index.ts";
import { cloudTrailRecordSchema } from "../../../../shared/trail/index.ts";
import { realRecords } from "../../trail/real-records.ts";
import { settingsWith } from "../settings-with.ts";

const fixtures = fileURLToPath(new URL("../../../fixtures/sigma", import.meta.url));

describe("a folder of rules", () => {
  it("is read with the folders in it, .yml and .yaml alike", async () => {
    expect((await readSigmaFolder(fixtures)).map(({ file }) => file)).toEqual([
      join("nested", "attack_tool.yml"),
      join("nested", "not_for_rekey.yml"),
      "secrets_enumerated.yaml",
      "trail_tampered.yml",
    ]);
  });

  it("becomes detections, and what is refused is told", async () => {
    const { detections, refused } = loadSigmaRules(await readSigmaFolder(fixtures));
    expect(detections.map(({ id, kind, severity, technique }) => [id, kind, severity, technique])).toEqual([
      ["sigma/user-agent-of-an-attack-tool", "match", "MEDIUM", "none"],
      ["sigma/7f1c1f66-54b5-4b1e-a4b8-df0f4c5a7d20", "threshold", "HIGH", "T1555.006"],
      ["sigma/51e7fd2f-5e3f-4f0d-8a57-6b2c7d0e9f31", "sequence", "CRITICAL", "T1555.006"],
      ["sigma/0d5b1d6c-6c0a-4c55-9c0f-0a6a1f6f3c11", "match", "HIGH", "T1562.008"],
    ]);
    const file = join("nested", "not_for_rekey.yml");
    expect(refused).toEqual([
      {
        file,
        title: "A Windows Rule",
        reason: "logsource: only aws/cloudtrail is watched, and this is about windows/process_creation",
      },
      { file, title: "A Rule Nobody Maintains", reason: "its status is deprecated" },
      {
        file,
        title: "Few Logins",
        reason: "correlation.condition: lt cannot be decided while events still come; only gt and gte can",
      },
    ]);
  });

  it("finds in records that CloudTrail wrote what its rules are about", async () => {
    const { detections } = loadSigmaRules(await readSigmaFolder(fixtures));
    const records = realRecords.map((record) => cloudTrailRecordSchema.parse(record));
    const signals = await evaluator(detections, settingsWith({}), memoryState()).matches(records);
    const tampered = signals.filter(({ severity }) => severity === "HIGH");
    expect(tampered.map(({ eventName }) => eventName).sort()).toEqual(["DeleteTrail", "StopLogging"]);
    expect(signals).toHaveLength(tampered.length + records.length);
    const [signal] = tampered;
    expect(signal?.entity).toMatch(/^arn:aws:/);
    expect(signal?.why).toContain("Somebody stops or deletes a trail, so that what follows is not recorded.");
    expect(signal?.remedy).toContain("It may be harmless: A trail that is replaced by another.");
    expect(signal?.remedy).toContain("https://docs.aws.amazon.com/awscloudtrail/");
  });

  it("that is not there is told with what to do", async () => {
    const missing = join(fixtures, "missing");
    await expect(readSigmaFolder(missing)).rejects.toThrow(SigmaFolderError);
    await expect(readSigmaFolder(missing)).rejects.toThrow(`The rules in ${missing} cannot be read`);
  });

  it("may hold what is no file under a rule's name, which is passed over", async () => {
    const folder = await mkdtemp(join(tmpdir(), "rekey-sigma-"));
    try {
      await promisify(execFile)("mkfifo", [join(folder, "pipe.yml")]);
      await symlink(fixtures, join(folder, "folder.yml"));
      await writeFile(join(folder, "rule.yml"), "title: A Rule");
      expect((await readSigmaFolder(folder)).map(({ file }) => file)).toEqual(["rule.yml"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("may hold a file that is far too large, which is refused without being read whole", async () => {
    const folder = await mkdtemp(join(tmpdir(), "rekey-sigma-"));
    try {
      await writeFile(join(folder, "large.yml"), "#".repeat(5_000_000));
      await writeFile(join(folder, "notes.txt"), "no rule");
      const files = await readSigmaFolder(folder);
      expect(files[0]?.text.length).toBeLessThan(2_100_000);
      const { refused } = loadSigmaRules(files);
      expect(refused).toEqual([{ file: "large.yml", reason: "the file is larger than 500000 characters" }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
