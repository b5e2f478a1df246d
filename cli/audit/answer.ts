import Table from "cli-table3";
import { Command } from "commander";
import { ask, type Question } from "../../shared/audit/index.ts";
import { plain, plainJson } from "../plain.ts";
import { withJson } from "../stack.ts";
import type { TimeOptions } from "../time.ts";
import { close, tellGaps } from "./closing.ts";
import { type Cell, csvLine } from "./csv.ts";
import { periodOf, withPeriod } from "./period.ts";
import { showProgress } from "./progress.ts";
import { openSource, type SourceOptions, withSource } from "./source.ts";
import { localTime, numberInWords, timeZone } from "./words.ts";

/** The options that every question has. */
export interface AuditOptions extends TimeOptions, SourceOptions {
  json?: boolean;
  csv?: boolean;
}

/** How an answer is shown as a table, and as CSV. */
export interface View<Answer> {
  head: readonly string[];
  rows(answer: Answer): Cell[][];
  /** Said where there are no rows. */
  none: string;
  /** Said below the table. */
  summary?: (answer: Answer) => string;
  /** Whether there is more than an answer lists. */
  hasMore?: (answer: Answer) => boolean;
}

/** A question's command with the options that all have. */
export function questionCommand(name: string): Command {
  return withJson(withPeriod(withSource(new Command(name)))).option("--csv", "print CSV on standard output");
}

/** Asks a question and prints what is answered. */
export async function answer<Answer>(
  command: Command,
  options: AuditOptions,
  question: Question<Answer>,
  view: View<Answer>,
): Promise<void> {
  const now = new Date();
  const wanted = periodOf(options, now, command);
  const progress = showProgress();
  const { engine, period, notes, done } = await openSource(options, wanted, { now, report: progress.say });
  const answered = await ask(engine, question, period, { onProgress: progress.update });
  progress.stop();

  const isCut = view.hasMore?.(answered.answer)
    ? ["There is more than is listed: the first 10,000 by name."]
    : [];
  const allNotes = [...notes, ...answered.notes, ...isCut];
  tellGaps(
    answered.problems.map(({ message }) => message),
    answered.problemCount,
    allNotes,
  );

  if (options.json) {
    const { seen, counted, problemCount } = answered;
    process.stdout.write(
      `${plainJson({ period, answer: answered.answer, seen, counted, notes: allNotes, problems: problemCount })}\n`,
    );
  } else if (options.csv) {
    process.stdout.write([view.head, ...view.rows(answered.answer)].map(csvLine).join(""));
  } else {
    const isWhole = answered.problemCount === 0;
    process.stdout.write(inWords(answered.answer, view, isWhole));
    const [from, to] = [period.from, period.to].map((time) => localTime(time.toISOString()));
    const { seen, counted } = answered;
    process.stdout.write(
      `From ${from} to ${to} (${timeZone}); ${numberInWords(seen)} events gone over, ${numberInWords(counted)} of them counted.\n`,
    );
  }
  await close("answer", answered.problemCount, done);
}

function inWords<Answer>(
  given: Answer,
  { head, rows, none, summary }: View<Answer>,
  isWhole: boolean,
): string {
  const cells = rows(given).map((row) => row.map((cell) => [cell].flat().map(plain).join("\n")));
  if (cells.length === 0) return isWhole ? `${plain(none)}\n` : "Nothing was found in what could be read.\n";
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...cells);
  return `${table}\n${summary ? `${plain(summary(given))}\n` : ""}`;
}
