import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import type { ClientSettings } from "../../local/client-settings.ts";
import { waitFor } from "../../local/wait-for.ts";

const StackName = "idle-rotation-function";

const template = {
  Resources: {
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::000000000000:role/idle-rotation-function",
        Code: { ZipFile: "exports.handler = async () => null;" },
      },
    },
  },
  Outputs: { Arn: { Value: { "Fn::GetAtt": ["Function", "Arn"] } } },
};

/**
 * Creates a rotation function that does nothing, so that `RotateSecret` leaves a secret as it is when the first
 * phase begins: rotation is on, and a version without a value has AWSPENDING.
 *
 * @returns the function's ARN
 */
export async function createIdleFunction(settings: ClientSettings): Promise<string> {
  const cloudFormation = new CloudFormationClient(settings);
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
  return waitFor(
    async () => {
      const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
      if (stack?.StackStatus === "CREATE_IN_PROGRESS") return undefined;
      const arn = stack?.Outputs?.[0]?.OutputValue;
      if (!arn) throw new Error(`The stack ${StackName} ended as ${stack?.StackStatus}.`);
      return arn;
    },
    { what: `the stack ${StackName}`, seconds: 60, everyMs: 50 },
  );
}
