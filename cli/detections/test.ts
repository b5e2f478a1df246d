import { Command } from "commander";
import {
  type ExampleResult,
  type Examples,
  examplesById,
  mustBeSilent,
  mustFire,
} from "../../shared/detection/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";

/** `rekey detections test`: plays the examples to their detections. */
export const testCommand = testCommandFor(examplesById);

/** The command for some examples, by the ids of their detections. */
export function testCommandFor(examples: Readonly<Record<string, Examples>>): Command {
  return withJson(new Command("test"))
    .description("Play the examples of all detections, or of one. Ends with 1 if one does not come out.")
    .argument("[id]", "id of one detection")
    .action(async (id: string | undefined, { json }: { json?: boolean }, command: Command) => {
      const chosen = Object.entries(examples).filter(([each]) => id === undefined || each === id);
      if (chosen.length === 0) {
        command.error(`There is no detection ${id}; see rekey detections list.`, {
          exitCode: exitCodes.unusable,
        });
      }
      const results: (ExampleResult & { id: string })[] = [];
      for (const [each, { fires, silent }] of chosen) {
        for (const example of fires) results.push({ id: each, ...(await mustFire(each, example)) });
        for (const example of silent) results.push({ id: each, ...(await mustBeSilent(each, example)) });
      }
      process.stdout.write(json ? `${JSON.stringify(results)}\n` : resultsInWords(results));
      if (results.some(({ passed }) => !passed)) process.exitCode = exitCodes.failed;
    });
}

/** What came of the examples, for people: what failed, and how many there were. */
export function resultsInWords(results: readonly (ExampleResult & { id: string })[]): string {
  const failed = results.filter(({ passed }) => !passed);
  const lines = failed.map(({ id, says, reason }) => `FAIL  ${id}: ${says}: ${reason}`);
  const ids = new Set(results.map(({ id }) => id));
  return [
    ...lines,
    `${results.length} examples of ${ids.size} detections, ${failed.length} failed.`,
    "",
  ].join("\n");
}
