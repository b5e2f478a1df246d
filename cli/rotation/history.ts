import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import Table from "cli-table3";
import { Command } from "commander";
import { makeClient } from "../../shared/aws/index.ts";
import { rotationHistory } from "../../shared/rotation/index.ts";
import { withJson } from "../stack.ts";

/** `rekey rotation history SECRET`: its rotations in the trail of the last 90 days. */
export const historyCommand = withJson(new Command("history"))
  .description("Show a secret's rotations of the last 90 days, from CloudTrail.")
  .argument("<secret>", "name or ARN of the secret")
  .action(async (secretId: string, { json }: { json?: boolean }) => {
    const { ARN = secretId, Name = secretId } = await makeClient(SecretsManagerClient).send(
      new DescribeSecretCommand({ SecretId: secretId }),
    );
    const history = await rotationHistory(makeClient(CloudTrailClient), { arn: ARN, name: Name });
    if (json) {
      process.stdout.write(`${JSON.stringify(history)}\n`);
      return;
    }
    const table = new Table({
      head: ["when (UTC)", "what", "version", "by", "detail"],
      style: { head: [], border: [] },
    });
    for (const { at, what, versionId, principal, detail } of history) {
      table.push([at, what, versionId.slice(0, 8), principal, detail]);
    }
    process.stdout.write(
      history.length > 0 ? `${table}\n` : `No rotation of ${Name} in the trail of the last 90 days.\n`,
    );
  });
