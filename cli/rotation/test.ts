import { RotateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { askReadiness, withJson, withStage } from "../stack.ts";
import { readinessInWords } from "./readiness.ts";

/** `rekey rotation test SECRET`: Secrets Manager runs the test step alone, and the credential is proven. */
export const testCommand = withJson(withStage(new Command("test")))
  .description("Have Secrets Manager run the test step alone, and prove that AWSCURRENT works.")
  .argument("<secret>", "name or ARN of the secret")
  .action(async (secretId: string, { stage, json }: { stage: string; json?: boolean }) => {
    await makeClient(SecretsManagerClient).send(
      new RotateSecretCommand({ SecretId: secretId, RotateImmediately: false }),
    );
    const readiness = await askReadiness(stage, secretId);
    process.stdout.write(json ? `${JSON.stringify(readiness)}\n` : readinessInWords(secretId, readiness));
    if (!readiness.ready) process.exitCode = exitCodes.failed;
  });
