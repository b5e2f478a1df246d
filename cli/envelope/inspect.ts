import { createReadStream } from "node:fs";
import Table from "cli-table3";
import { Command } from "commander";
import {
  EnvelopeError,
  filesBelow,
  inspect,
  type MessageDescription,
  printable,
} from "../../shared/envelope/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { withJson } from "../stack.ts";
import { standard } from "./jobs.ts";

type Found = { file: string } & (MessageDescription | { error: { name: string; message: string } });

/** `rekey inspect FILE…`: by which key, with which context. */
export const inspectCommand = withJson(new Command("inspect"))
  .description(
    "Say by which keys and with which context files are encrypted; nothing is decrypted or verified.",
  )
  .argument("<file...>", "files, folders with --recursive, or - for standard input")
  .option("-r, --recursive", "all files below folders; links are not followed")
  .action(async (inputs: string[], { recursive = false, json }: { recursive?: boolean; json?: boolean }) => {
    const all: Found[] = [];
    for (const input of inputs) {
      const files = input === standard || !recursive ? [input] : filesBelow(input);
      for await (const file of files) all.push(await look(file));
    }
    if (json) process.stdout.write(`${JSON.stringify(all)}\n`);
    else for (const found of all) process.stdout.write(inWords(found));
    if (all.some((found) => "error" in found)) process.exitCode = exitCodes.failed;
  });

async function look(file: string): Promise<Found> {
  try {
    return { file, ...(await inspect(file === standard ? process.stdin : createReadStream(file))) };
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    return { file, error: { name: error.name, message: error.message } };
  }
}

function inWords(found: Found): string {
  if ("error" in found) return `${found.file}: ${found.error.message}\n`;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    { keys: found.keys.map(({ provider, key }) => printable(`${provider} ${key}`)).join("\n") },
    {
      context: Object.entries(found.context)
        .map((pair) => printable(pair.join("=")))
        .join("\n"),
    },
    { algorithm: found.algorithm },
    { "key commitment": found.isCommitted ? "yes" : "NO" },
    { signed: found.isSigned ? "yes" : "no" },
    { "frame length": `${found.frameLength} bytes` },
    { "message id": found.messageId },
  );
  return `${found.file}\n${table}\n`;
}
