import { Command, InvalidArgumentError } from "commander";
import { type Benchmark, benchmarks } from "./benchmarks.ts";

new Command("npm run bench --")
  .description("Measures one figure and prints it as a table, or as one JSON object.")
  .argument("<name>", `one of: ${[...benchmarks.keys()].join(", ")}`, (name): Benchmark => {
    const found = benchmarks.get(name);
    if (!found) throw new InvalidArgumentError(`There are: ${[...benchmarks.keys()].join(", ")}.`);
    return found;
  })
  .option("--json", "print one JSON object of figures on standard output")
  .allowExcessArguments(false)
  .action(async (benchmark: Benchmark, { json }: { json?: boolean }) => {
    const { figures, table } = await benchmark((message) => process.stderr.write(`${message}\n`));
    process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : `${table}\n`);
  })
  .parse();
