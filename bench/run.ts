import { Command, InvalidArgumentError, Option } from "commander";
import type { Benchmark, BenchmarkOptions } from "./benchmark.ts";
import { benchmarks } from "./benchmarks.ts";

new Command("npm run bench --")
  .description("Measures one figure and prints it as a table, or as one JSON object.")
  .argument("<name>", `one of: ${[...benchmarks.keys()].join(", ")}`, (name): Benchmark => {
    const found = benchmarks.get(name);
    if (!found) throw new InvalidArgumentError(`There are: ${[...benchmarks.keys()].join(", ")}.`);
    return found;
  })
  .option("--json", "print one JSON object of figures on standard output")
  .addOption(
    new Option(
      "--template <path>",
      "rotation, rotation-crashes: a checkout of github.com/aws-samples/aws-secrets-manager-rotation-lambdas to measure beside",
    ).env("REKEY_AWS_TEMPLATES"),
  )
  .option("--secrets <n>", "rotation: how many secrets the fleet has; 0 for no fleet", wholeNumber)
  .option(
    "--size <MB>",
    "audit, detection: the logs' size before they are packed; envelope: the streams' size; 2000 at most",
    megabytes,
  )
  .option(
    "--events <n>",
    "detection-proof: how many events are evaluated; synthetic-day: a day's",
    wholeNumber,
  )
  .option("--days <n>", "synthetic-day: how many, with those to learn from", wholeNumber)
  .option("--seed <n>", "synthetic-day: another account and other traffic", wholeNumber)
  .allowExcessArguments(false)
  .action(async (benchmark: Benchmark, { json, ...options }: { json?: boolean } & BenchmarkOptions) => {
    const { figures, table } = await benchmark((message) => process.stderr.write(`${message}\n`), options);
    process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : `${table}\n`);
  })
  .parse();

function wholeNumber(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

function megabytes(text: string): number {
  const size = wholeNumber(text);
  if (size >= 1 && size <= 2_000) return size;
  throw new InvalidArgumentError("It must be from 1 to 2000.");
}
