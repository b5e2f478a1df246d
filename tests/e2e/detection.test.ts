import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { settingsFromYaml } from "../../shared/detection/index.ts";
import { settings, stack } from "./deployed.ts";

const lambda = new LambdaClient(settings);
const ssm = new SSMClient(settings);

describe("the detections of the deployed stack", () => {
  it("have settings that are in order, and that are the defaults", async () => {
    const Name = `/rekey-${stack.stage}/detection`;
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    expect(settingsFromYaml(Parameter?.Value ?? "none")).toEqual(settingsFromYaml(""));
  });

  it("are swept by a function that runs over the stack's own state and settings", async () => {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: `rekey-${stack.stage}-sweep`, Payload: "{}" }),
    );
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString("utf8"));
    expect({ FunctionError, answer }).toEqual({ answer: { published: expect.any(Number) } });
  });
});
