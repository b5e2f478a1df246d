import { randomUUID } from "node:crypto";
import { SendTaskFailureCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, it } from "vitest";
import { logsIn } from "../../local/demo/database.ts";
import { currentSecret } from "../../local/demo/secret.ts";
import { followExecution, startExecution } from "../../shared/rotation/index.ts";
import {
  eventually,
  secretsManager,
  secretUnderRotation,
  settings,
  sqs,
  stack,
  stepFunctions,
  tag,
} from "./deployed.ts";

let QueueUrl: string | undefined;
beforeAll(async () => {
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `approvals-${randomUUID()}` })));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  await new SNSClient(settings).send(
    new SubscribeCommand({
      TopicArn: stack.outputs.AlertTopicArn,
      Protocol: "sqs",
      Endpoint: Attributes?.QueueArn,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
});

describe("a secret that asks for approval", () => {
  it("is rotated by hand once somebody approved", async () => {
    const { name, execution, token, credentials } = await waiting();
    expect(await logsIn(credentials)).toBe(true);
    await stepFunctions.send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" }));
    expect(await followExecution(stepFunctions, execution)).toMatchObject({ status: "SUCCEEDED" });
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
  });

  it("is left as it is when it is denied, and the execution says why", async () => {
    const { execution, token, credentials } = await waiting();
    await stepFunctions.send(
      new SendTaskFailureCommand({
        taskToken: token,
        error: "ApprovalDeniedError",
        cause: "not on a Friday",
      }),
    );
    const end = await followExecution(stepFunctions, execution);
    expect(end).toMatchObject({ status: "FAILED", error: "ApprovalDeniedError" });
    expect(end.cause).toContain("not on a Friday");
    expect(await logsIn(credentials)).toBe(true);
  });
});

async function waiting() {
  const { name, credentials } = await secretUnderRotation();
  await tag(name, { "rekey:approval": "required" });
  const execution = await startExecution(stepFunctions, stack.outputs.RotateSecretStateMachineArn, {
    secretId: name,
    reason: "a test",
  });
  const token = await eventually("the question on the alert topic", async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    const question = Messages.find(({ Body = "" }) => Body.includes(name));
    return question?.Body?.match(/rekey approve ([^-\s]\S*)/)?.[1];
  });
  return { name, credentials, execution, token };
}
