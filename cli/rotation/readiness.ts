import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { selectSecrets } from "../../shared/rotation/index.ts";
import { exitCodes } from "../exit-codes.ts";
import {
  askReadiness,
  FunctionError,
  type Readiness,
  rotateFunctionArn,
  withJson,
  withStage,
} from "../stack.ts";
import { parseTag, type Tag } from "../tag.ts";

/** `rekey rotation readiness`: a drill; would it rotate tonight, and if not, why? */
export const readinessCommand = withJson(withStage(new Command("readiness")))
  .description("Would a secret rotate tonight, and if not, why? Nothing is changed.")
  .argument("[secret]", "name or ARN of the secret; none with --tag")
  .option("--tag <key=value>", "look at all secrets with this tag", parseTag)
  .action(
    async (
      secretId: string | undefined,
      options: { stage: string; tag?: Tag; json?: boolean },
      command: Command,
    ) => {
      const { stage, tag, json } = options;
      if ((secretId === undefined) === (tag === undefined)) {
        command.error("Name one secret, or many by --tag.", { exitCode: exitCodes.unusable });
      }
      const names = tag ? await withTag(stage, tag) : [secretId ?? ""];
      const results: ({ secretId: string } & Readiness)[] = [];
      for (const name of names) {
        const readiness = await readinessOf(stage, name);
        results.push({ secretId: name, ...readiness });
        if (!json) process.stdout.write(readinessInWords(name, readiness));
      }
      if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
      if (results.some(({ ready }) => !ready)) process.exitCode = exitCodes.failed;
    },
  );

async function readinessOf(stage: string, secretId: string): Promise<Readiness> {
  try {
    return await askReadiness(stage, secretId);
  } catch (error) {
    // One secret that breaks the function must not end the drill of the others.
    if (!(error instanceof FunctionError)) throw error;
    return { ready: false, checks: [{ name: "function", result: "failed", detail: error.message }] };
  }
}

async function withTag(stage: string, tag: Tag): Promise<string[]> {
  return selectSecrets(makeClient(SecretsManagerClient), { tag }, await rotateFunctionArn(stage));
}

const resultInWords = { ok: "ok  ", failed: "FAIL", notChecked: "?   " } as const;

/** A drill's result for people. */
export function readinessInWords(secretId: string, { ready, checks }: Readiness): string {
  const lines = checks.map(
    ({ name, result, detail }) => `  ${resultInWords[result]}  ${name.padEnd(10)} ${detail}`,
  );
  return [`${secretId}: ${ready ? "would rotate" : "would NOT rotate"}`, ...lines, ""].join("\n");
}
