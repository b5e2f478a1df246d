import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import type { ClientSettings } from "../client-settings.ts";

const outputsSchema = z.object({
  RotateFunctionArn: z.string(),
  RotateSecretStateMachineArn: z.string(),
  RetireCredentialStateMachineArn: z.string(),
  RotateFleetStateMachineArn: z.string(),
  ReplaceKeyStateMachineArn: z.string(),
  SecretsKeyAlias: z.string(),
  AlertTopicArn: z.string(),
  TableName: z.string(),
  EventBusName: z.string(),
  TrailQueueUrl: z.string(),
});

/** The outputs of the deployed stack, as in resources/outputs.yml. */
export type StackOutputs = z.infer<typeof outputsSchema>;

/** Reads the outputs of the stack of a stage. */
export async function stackOutputs(settings: ClientSettings, stage: string): Promise<StackOutputs> {
  const cloudFormation = new CloudFormationClient(settings);
  const answer = await cloudFormation.send(new DescribeStacksCommand({ StackName: `rekey-${stage}` }));
  const outputs = answer.Stacks?.[0]?.Outputs ?? [];
  return outputsSchema.parse(Object.fromEntries(outputs.map((o) => [o.OutputKey, o.OutputValue])));
}
