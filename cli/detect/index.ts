import { S3Client } from "@aws-sdk/client-s3";
import { Command, Option } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { detectInLogs, detections } from "../../shared/detection/index.ts";
import { type Severity, severities } from "../../shared/findings/index.ts";
import { sourcesOf } from "../../shared/trail/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { interruptible } from "../interruptible.ts";
import { plain } from "../plain.ts";
import { type TimeOptions, withTimes } from "../time.ts";
import { showProgress } from "./progress.ts";
import { findingInWords, findingLine, summaryInWords } from "./report.ts";
import { sigmaRules } from "./rules.ts";
import { settingsFrom, withoutEffect } from "./settings.ts";

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
  .option("--rules <folder>", "Sigma rules to run beside Rekey's own: docs/sigma.md")
  .option("--config <file>", "the account's settings, as YAML: README.md, Get the alerts")
  .addOption(
    new Option("--fail-on <severity>", "end with 1 if there is a finding at least so severe")
      .choices(severities)
      .default("INFORMATIONAL"),
  )
  .option("--json", "print one finding a line, as JSON, on standard output")
  .addHelpText(
    "after",
    "\nCtrl-C ends the reading: what was found up to then is printed.\nExit codes: 0 nothing found, 1 something found (--fail-on), 2 nothing found but not all could be read, 130 interrupted.",
  )
  .action(async (paths: string[], options: Options) => {
    const { json, failOn, to, from = options.since } = options;
    const tell = (message: string) => process.stderr.write(`${plain(message)}\n`);
    const settings = await settingsFrom(options.config);
    const rules = await sigmaRules(options.rules, tell);
    for (const note of withoutEffect(settings, rules)) tell(`Note: ${note}`);
    const { sources, problems } = await sourcesOf(paths, { from, to, s3: () => makeClient(S3Client) });
    for (const { message } of problems) tell(message);

    const signal = interruptible();
    const progress = showProgress(sources);
    const found = await detectInLogs(sources, {
      detections: [...detections(settings), ...rules],
      settings,
      from,
      to,
      signal,
      onProgress: progress.update,
    });
    progress.stop();

    const unread = problems.length + found.problems.length + found.failures.length;
    const isGrave = ({ severity }: { severity: Severity }) =>
      severities.indexOf(severity) >= severities.indexOf(failOn);
    // Before anything is printed: whoever reads it may go away.
    if (signal.aborted) process.exitCode = exitCodes.interrupted;
    else if (found.findings.some(isGrave)) process.exitCode = exitCodes.failed;
    else process.exitCode = unread > 0 ? exitCodes.unusable : exitCodes.ok;

    for (const { message } of found.problems) tell(message);
    for (const failure of found.failures) tell(failure);
    for (const finding of found.findings) {
      process.stdout.write(`${json ? findingLine(finding) : findingInWords(finding)}\n`);
    }
    (json ? process.stderr : process.stdout).write(
      summaryInWords(found, {
        logs: sources.length,
        unread,
        seconds: progress.seconds(),
        isInterrupted: signal.aborted,
      }),
    );
  });
