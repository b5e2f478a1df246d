import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { type ReadinessCheck, selectSecrets } from "../../shared/rotation/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { askRotate, FunctionError, withJson, withStage } from "../stack.ts";

/** Whether a secret would rotate now, and what was looked at. */
export interface Readiness {
  ready: boolean;
  checks: ReadinessCheck[];
}

/** `rekey rotation readiness`: a drill; would it rotate tonight, and if not, why? */
export const readinessCommand = withJson(withStage(new Command("readiness")))
  .description("Would a secret rotate tonight, and if not, why? Nothing is changed.")
  .argument("[secret]", "name or ARN of the secret; none with --tag")
  .option("--tag <key=value>", "look at all secrets with this tag")
  .action(
    async (
      secretId: string | undefined,
      options: { stage: string; tag?: string; json?: boolean },
      command: Command,
    ) => {
      const { stage, tag, json } = options;
      if ((secretId === undefined) === (tag === undefined)) {
        command.error("Name one secret, or many by --tag.", { exitCode: exitCodes.unusable });
      }
      const names = secretId === undefined ? await withTag(stage, tag ?? "") : [secretId];
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
    const { readiness } = await askRotate(stage, "checkReadiness", secretId);
    if (readiness) return readiness;
    throw new FunctionError("The function gave no answer. Deploy this version of Rekey.");
  } catch (error) {
    // One secret that breaks the function must not end the drill of the others.
    if (!(error instanceof FunctionError)) throw error;
    return { ready: false, checks: [{ name: "function", ok: false, detail: error.message }] };
  }
}

async function withTag(stage: string, tag: string): Promise<string[]> {
  const [key = "", value] = tag.split(/=(.*)/s);
  const { FunctionArn = "" } = await makeClient(LambdaClient).send(
    new GetFunctionConfigurationCommand({ FunctionName: `rekey-${stage}-rotate` }),
  );
  const selection = { tag: value === undefined ? { key } : { key, value } };
  return selectSecrets(makeClient(SecretsManagerClient), selection, FunctionArn);
}

/** A drill's result for people. */
export function readinessInWords(secretId: string, { ready, checks }: Readiness): string {
  const lines = checks.map(
    ({ name, ok, detail }) => `  ${ok ? "ok  " : "FAIL"}  ${name.padEnd(10)} ${detail}`,
  );
  return [`${secretId}: ${ready ? "would rotate" : "would NOT rotate"}`, ...lines, ""].join("\n");
}
