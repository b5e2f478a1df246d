import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { makeClient } from "../../shared/aws/index.ts";
import type { KeyPlace } from "../../shared/keys/index.ts";

/** Where the environment's credentials and Region lead. */
export async function keyPlace(): Promise<KeyPlace> {
  const sts = makeClient(STSClient);
  const { Account: account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
  return { account, partition: Arn.split(":")[1] ?? "aws", region: await sts.config.region() };
}
