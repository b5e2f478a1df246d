import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { detections, settingsFromYaml } from "../../shared/detection/index.ts";
import { gatherReport, reportPage } from "../../shared/report/index.ts";
import { close, tell, tellGaps } from "../audit/closing.ts";
import { periodOf, withPeriod } from "../audit/period.ts";
import { showProgress } from "../audit/progress.ts";
import { openSource, type SourceOptions, withSource } from "../audit/source.ts";
import { numberInWords, timeZone } from "../audit/words.ts";
import { plainJson } from "../plain.ts";
import { withJson } from "../stack.ts";
import type { TimeOptions } from "../time.ts";
import { askAccount } from "./account.ts";
import { checkOutput, writeOutput } from "./output.ts";
import { pageParts } from "./page-parts.ts";

interface Options extends TimeOptions, SourceOptions {
  output: string;
  force?: boolean;
  config?: string;
  account: boolean;
  json?: boolean;
}

/** `rekey report`: one page that shows who used which keys and secrets, what was found, and how rotation goes. */
export const reportCommand = withJson(withPeriod(withSource(new Command("report"))))
  .description("Write one HTML page: use of keys and secrets, who uses what, findings, rotation.")
  .option("-o, --output <file>", "the page; - for standard output", "rekey-report.html")
  .option("--force", "overwrite the file")
  .option("--config <file>", "the account's settings for the detections, as YAML: docs/detections.md")
  .option("--no-account", "ask neither Secrets Manager nor KMS: the trail tells how rotation goes")
  .addHelpText("after", "\nExit codes: 0 written, 2 not written, or not all could be read.")
  .action(async (options: Options, command: Command) => {
    const { output, force = false, config, json } = options;
    const now = new Date();
    const wanted = periodOf(options, now, command);
    const settings = settingsFromYaml(config === undefined ? "" : await readFile(config, "utf8"));
    if (!json) await checkOutput(output, { force });

    const { account, notes: untold } = options.account ? await askAccount() : { notes: [] };
    const progress = showProgress();
    const { engine, period, notes, done } = await openSource(options, wanted, { now, report: progress.say });
    const report = await gatherReport(engine, {
      period,
      timeZone,
      now,
      source: options.source,
      notes: [...notes, ...untold],
      detections: detections(settings),
      settings,
      account,
      onProgress: progress.update,
    });
    progress.stop();

    tellGaps(report.problems, report.problemCount, report.notes);
    if (json) {
      process.stdout.write(`${plainJson(report)}\n`);
    } else {
      await writeOutput(output, reportPage(report, await pageParts()), { force });
      const { seen, counted, resources, findings } = report;
      const found = findings
        ? `${numberInWords(findings.length)} findings`
        : "findings were not searched for";
      tell(
        `${output === "-" ? "Written" : `${output} is written`}: ${numberInWords(resources.length)} keys and secrets, ${numberInWords(counted)} uses among ${numberInWords(seen)} events; ${found}.`,
      );
    }
    await close("report", report.problemCount, done);
  });
