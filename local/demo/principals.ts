import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { type ClientSettings, clientSettings } from "../client-settings.ts";

/** Creates an IAM user with an access key and an inline policy; returns settings that call as that user. */
export async function createPrincipal(
  administrator: ClientSettings,
  name: string,
  statement: { Action: string[]; Resource: string },
): Promise<ClientSettings> {
  const iam = new IAMClient(administrator);
  await iam.send(new CreateUserCommand({ UserName: name }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: name,
      PolicyName: name,
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", ...statement }],
      }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return clientSettings(administrator.endpoint, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}
