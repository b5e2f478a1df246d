import { readFile } from "node:fs/promises";
import { S3Client } from "@aws-sdk/client-s3";
import { Command, Option } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import {
  type Detection,
  type DetectionSettings,
  detectInLogs,
  detectionSettingsSchema,
  detections,
  loadSigmaRules,
  readSigmaFolder,
  settingsFromYaml,
} from "../../shared/detection/index.ts";
import { type Severity, severities } from "../../shared/findings/index.ts";
import { sourcesOf } from "../../shared/trail/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { type TimeOptions, withTimes } from "../time.ts";
import { showProgress } from "./progress.ts";
import { findingInWords, findingLine, summaryInWords } from "./report.ts";

interface Options extends TimeOptions {
  rules?: string;
  config?: string;
  failOn: Severity;
  json?: boolean;
}

/** `rekey detect PATH…`: evaluates the detections over CloudTrail's log files. */
export const detectCommand = withTimes(new Command("detect"))
  .description("Search CloudTrail's log files for what the detections know.")
  .argument("<path...>", "files, folders, or s3://bucket/prefix; gzipped or not")
  .option("--rules <folder>", "Sigma rules to run beside Rekey's own")
  .option("--config <file>", "the account's settings, as YAML: docs/detections.md")
  .addOption(
    new Option("--fail-on <severity>", "end with 1 if there is a finding at least so severe")
      .choices(severities)
      .default("INFORMATIONAL"),
  )
  .option("--json", "print one finding a line, as JSON, on standard output")
  .addHelpText(
    "after",
    "\nExit codes: 0 nothing found, 1 something found (--fail-on), 2 nothing found but not all could be read.",
  )
  .action(async (paths: string[], options: Options) => {
    const { json, failOn, to, from = options.since } = options;
    const settings = await settingsFrom(options.config);
    const wanted = [...detections(settings), ...(await sigmaRules(options.rules))];
    const { sources, problems } = await sourcesOf(paths, { from, to, s3: () => makeClient(S3Client) });
    for (const { message } of problems) process.stderr.write(`${message}\n`);

    const progress = showProgress(sources);
    const interrupted = new AbortController();
    process.once("SIGINT", () => interrupted.abort());
    const found = await detectInLogs(sources, {
      detections: wanted,
      settings,
      from,
      to,
      signal: interrupted.signal,
      onProgress: progress.update,
    });
    progress.stop();

    for (const { message } of found.problems) process.stderr.write(`${message}\n`);
    for (const finding of found.findings) {
      process.stdout.write(`${json ? findingLine(finding) : findingInWords(finding)}\n`);
    }
    const unread = [...problems, ...found.problems].length;
    (json ? process.stderr : process.stdout).write(
      summaryInWords(found, { logs: sources.length, unread, seconds: progress.seconds() }),
    );
    const grave = ({ severity }: { severity: Severity }) =>
      severities.indexOf(severity) >= severities.indexOf(failOn);
    if (interrupted.signal.aborted) process.exitCode = exitCodes.interrupted;
    else if (found.findings.some(grave)) process.exitCode = exitCodes.failed;
    else if (unread > 0) process.exitCode = exitCodes.unusable;
  });

async function settingsFrom(file: string | undefined): Promise<DetectionSettings> {
  return file === undefined
    ? detectionSettingsSchema.parse({})
    : settingsFromYaml(await readFile(file, "utf8"));
}

async function sigmaRules(folder: string | undefined): Promise<Detection[]> {
  if (folder === undefined) return [];
  const { detections, refused } = loadSigmaRules(await readSigmaFolder(folder));
  for (const { file, title, reason } of refused) {
    process.stderr.write(`${file}${title ? ` (${title})` : ""} is not used: ${reason}\n`);
  }
  return detections;
}
